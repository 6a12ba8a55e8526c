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

    static void fields(auto& visit, auto& replacement)
    {
        visit("layer", replacement.layer);
        visit("head", replacement.head);
        visit("by", replacement.by);
    }
    bool operator==(const HeadReplacement&) const = default;
};

/// How a model does on labelled texts.
struct CorpusOutcome {
    double loss = 0; ///< mean cross-entropy
    Proportion accuracy;

    static void fields(auto& visit, auto& outcome)
    {
        visit("loss", outcome.loss);
        visit("accuracy", outcome.accuracy);
    }
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

    static void fields(auto& visit, auto& surgery)
    {
        visit("replacements", surgery.replacements);
        visit("logits", surgery.logits);
        visit("outcome", surgery.outcome);
        visit("loss_change", surgery.lossChange);
        visit("loss_change_error", surgery.lossChangeError);
        visit("accuracy_change", surgery.accuracyChange);
        visit("flipped", surgery.flipped);
    }
    bool operator==(const Surgery&) const = default;
};

/// Answer to `surgery`.
struct HeadSurgery {
    static constexpr const char* kind = "head-surgery";

    Provenance provenance;
    std::optional<Prediction> prediction; ///< of the text, untouched; null without a text
    long texts = 0; ///< of the corpus
    long labelled = 0; ///< of them with a label that is one of the model's
    long seed = 0; ///< of random matrices
    std::optional<CorpusOutcome> untouched; ///< on the labelled texts
    std::vector<Surgery> surgeries;

    static void fields(auto& visit, auto& surgery)
    {
        visit(surgery.provenance);
        visit("prediction", surgery.prediction);
        visit("texts", surgery.texts);
        visit("labelled", surgery.labelled);
        visit("seed", surgery.seed);
        visit("untouched", surgery.untouched);
        visit("surgeries", surgery.surgeries);
    }
    bool operator==(const HeadSurgery&) const = default;
};

} // namespace vitrine
