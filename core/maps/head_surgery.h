// SPDX-License-Identifier: GPL-3.0-or-later
// Heads' attention replaced by something that needs no tokens, and what that costs. No tensor library in this header.
#pragma once

#include "core/io/corpus/corpus.h"
#include "core/models/predict.h"
#include "core/results/head_surgery.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// What is asked; a text, a corpus, or both.
struct SurgeryQuestion {
    std::optional<TextInput> text;
    std::vector<CorpusRow> corpus; ///< measures the cost where texts are labelled, and is what "mean" is the mean of
    std::string ablate; ///< see surgeriesFrom()
    int maxTokens = 0; ///< of the corpus' texts; 0: what the model can take
    long seed = 1; ///< of random matrices
};

/// Throws Refusal: BadArgument (nothing asked, a mean without a corpus, a replacement that is none, a model that cannot
/// classify), what encodeInput() throws; Cancelled.
HeadSurgery headSurgery(const LoadedModel& model, const SurgeryQuestion& question, const Progress& progress = {});

} // namespace vitrine
