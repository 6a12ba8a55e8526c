// SPDX-License-Identifier: GPL-3.0-or-later
// Results as an engine would give them, made up from the text alone: enough for a window to show, the same every time.
#pragma once

#include "core/results/alignment.h"
#include "core/results/codec.h"
#include "core/results/parity.h"

#include <string>

namespace vitrine::mock {

/// Words, punctuation and Han characters become tokens; long words fall into two pieces; at most `most` tokens.
Encoding encodingOf(const std::string& text, std::size_t most = 512);

Greeting greeting(const std::string& version);
Description description();
/// `model` "evil" has labels full of markup and bidi controls; "nan" has broken logits; "plain" cannot show attention.
ModelCard card(const std::string& model);
Prediction prediction(const std::string& model, const std::string& text);
Attribution attribution(
    const std::string& model, const std::string& text, const std::string& method, double tolerance, bool draft);
Attention attention(const std::string& model, const std::string& text);
/// With the influence of the head `place`, "0.1": none at all in head 0, of the own token in the others.
Attention attention(const std::string& model, const std::string& text, const std::string& place);
/// Each word of `left` carried to the word of the same place in `right`, round and round.
Alignment alignment(const std::string& left, const std::string& right);
/// Three texts of which one differs by 0.5 and one cannot be compared; for a reference named "equal" they are all
/// alike.
Parity parity(const std::string& reference);

} // namespace vitrine::mock
