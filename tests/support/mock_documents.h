// SPDX-License-Identifier: GPL-3.0-or-later
// Documents as an engine would return them, invented from the text alone. A window can show them, and they are the same
// in every run.
#pragma once

#include "core/results/alignment.h"
#include "core/results/codec.h"
#include "core/results/parity.h"

#include <string>

namespace vitrine::mock {

/// Words, punctuation and Han characters become tokens. Long words become two tokens. At most `most` tokens.
Encoding encodingOf(const std::string& text, std::size_t most = 512);

Greeting greeting(const std::string& version);
Description description();
/// The model "evil" has labels with markup and bidirectional controls, "nan" has logits that are not finite, and
/// "plain" cannot show attention.
ModelCard card(const std::string& model);
Prediction prediction(const std::string& model, const std::string& text);
Attribution attribution(
    const std::string& model, const std::string& text, const std::string& method, double tolerance, bool draft);
Attention attention(const std::string& model, const std::string& text);
/// With the influence matrix of the head `place`, such as "0.1": all zeros in head 0, only the diagonal in other heads.
Attention attention(const std::string& model, const std::string& text, const std::string& place);
/// Each word of `left` flows to the word at the same index (modulo the length) in `right`.
Alignment alignment(const std::string& left, const std::string& right);
/// Three texts: one differs by 0.5, and one cannot be compared. With a reference named "equal" there are no
/// differences.
Parity parity(const std::string& reference);

} // namespace vitrine::mock
