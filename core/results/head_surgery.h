// SPDX-License-Identifier: GPL-3.0-or-later
// What a model answers when the attention of some heads is replaced: is what a head computes from the tokens needed?
#pragma once

#include "core/results/evaluation.h"
#include "core/results/prediction.h"

#include <optional>

namespace vitrine {

/// One head, and what is put in the place of its attention probabilities.
struct HeadReplacement {
    int layer = 0;
    int head = 0;
    std::string by; ///< "uniform", "mean", "zero", "random"

    bool operator==(const HeadReplacement&) const = default;
};

/// How a model does on labelled texts.
struct CorpusOutcome {
    double loss = 0; ///< mean cross-entropy
    Proportion accuracy;

    bool operator==(const CorpusOutcome&) const = default;
};

/// Some heads replaced together. What belongs to a corpus is null or 0 without one.
struct Surgery {
    std::vector<HeadReplacement> replacements;
    std::vector<double> logits; ///< (C) of the text; empty without one
    std::optional<CorpusOutcome> outcome; ///< on the labelled texts
    double lossChange = 0; ///< against the untouched model, mean over texts
    double lossChangeError = 0; ///< standard error of that mean, text by text
    double accuracyChange = 0;
    long flipped = 0; ///< texts of the corpus that are answered otherwise

    bool operator==(const Surgery&) const = default;
};

/// Answer to `surgery`.
struct HeadSurgery {
    Provenance provenance;
    std::optional<Prediction> prediction; ///< of the text, untouched; null without a text
    long texts = 0; ///< of the corpus
    long labelled = 0; ///< of them with a label that is one of the model's
    long seed = 0; ///< of random matrices
    std::optional<CorpusOutcome> untouched; ///< on the labelled texts
    std::vector<Surgery> surgeries;

    bool operator==(const HeadSurgery&) const = default;
};

} // namespace vitrine
