// SPDX-License-Identifier: GPL-3.0-or-later
// Texts cut into words by a model's tokenizer, with vectors from the model itself. No tensor library in this header.
#pragma once

#include "core/models/opening/loaded_model.h"
#include "core/runtime/progress.h"
#include "core/words/word_space.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// Which vectors of a model stand for its tokens.
struct ModelVectors {
    std::optional<int> layer; ///< nothing: the input embeddings, the same wherever a word stands; 0: the embedding
                              ///< block's output; k: layer k's output
    int maxTokens = 0; ///< as in TextInput
};

/// A word is what groupTokens() calls one, without special tokens; its vector is the mean over its tokens. With input
/// embeddings, words of unknown tokens only are listed as unknown and left out. Progress stage: "reading words". Throws
/// Refusal(BadArgument) for a layer the model has not got, and what encodeInput() throws; Cancelled.
WordTexts wordsFromModel(const LoadedModel& model, const std::vector<std::string>& texts, const ModelVectors& vectors,
    const Progress& progress = {});

} // namespace vitrine
