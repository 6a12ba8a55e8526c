// SPDX-License-Identifier: GPL-3.0-or-later
// Text to answer. No tensor library in this header.
#pragma once

#include "core/models/opening/loaded_model.h"
#include "core/results/prediction.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vitrine {

/// One text to look at.
struct TextInput {
    std::string text; ///< UTF-8; other bytes are read as U+FFFD
    std::optional<std::string> pair; ///< the second text, if any
    int maxTokens = 0; ///< longest encoding, special tokens included; 0: what the model can take; noLimit: not cut,
                       ///< for those who only look at the tokens
};

/// A text as the model will see it, and what is worth saying about that.
struct EncodedInput {
    Encoding encoding;
    std::vector<std::string> warnings; ///< empty text, cut text, special tokens written in the text
};

/// Encodes and checks that the network can take it. Throws Refusal: BadArgument (maxTokens beyond the positions, or too
/// small), VocabularyMismatch naming the token whose id has no embedding row; Cancelled.
EncodedInput encodeInput(const LoadedModel& model, const TextInput& input, const Progress& progress = {});

/// What the model answers. Logits that are not finite give no label and a warning. Throws what encodeInput() throws.
Prediction predict(const LoadedModel& model, const TextInput& input, const Progress& progress = {});

/// Answers to texts of one length in tokens, which run as one batch. Throws Refusal(BadArgument): no classifier, or
/// texts that cannot run together (see joined()).
std::vector<Prediction> predictTogether(const LoadedModel& model, std::span<const EncodedInput> texts);

/// Checks what a text could not change: that --max-length fits the model. Throws Refusal(BadArgument).
void requireMaxTokens(const LoadedModel& model, int maxTokens);

/// The answer that `logits` (C) mean for this model, without computing anything again.
Prediction predictionFrom(const LoadedModel& model, EncodedInput input, std::vector<double> logits);

} // namespace vitrine
