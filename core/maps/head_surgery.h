// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces the attention of heads by matrices that do not depend on tokens, and measures the effect. No tensor library
// in this header.
#pragma once

#include "core/io/corpus/corpus.h"
#include "core/models/predict.h"
#include "core/results/head_surgery.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// What to compute: for a text, a corpus, or both.
struct SurgeryQuestion {
    std::optional<TextInput> text;
    std::vector<CorpusRow> corpus; ///< labelled texts measure the change of the loss; "mean" is the mean over all texts
    std::string ablate; ///< see surgeriesFrom()
    int maxTokens = 0; ///< of the texts of the corpus; 0: the model's limit
    long seed = 1; ///< of random matrices
};

/// Throws Refusal: BadArgument (neither text nor corpus, a mean without a corpus, an unknown replacement, a model that
/// cannot classify), what encodeInput() throws; Cancelled.
HeadSurgery headSurgery(const LoadedModel& model, const SurgeryQuestion& question, const Progress& progress = {});

} // namespace vitrine
