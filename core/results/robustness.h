// SPDX-License-Identifier: GPL-3.0-or-later
// How little it takes to change an answer: the directions in embedding space that change it most, and accuracy under
// growing steps.
#pragma once

#include "core/results/evaluation.h"
#include "core/results/prediction.h"

#include <string>
#include <vector>

namespace vitrine {

/// One direction of unit length in the embeddings (L, E) of one text.
struct Sensitivity {
    std::string method; ///< "fgm": the gradient of the loss; "vat": the direction in which the answer changes fastest
    std::vector<double> tokens; ///< (L) length of the direction's part in each token; squares sum to 1
    double gradientNorm = 0; ///< of the loss (fgm), or of the divergence at the last power iteration (vat)
    double divergence = 0; ///< KL of the answers before and after a step of `size`
    double quantile = 0; ///< share of random directions of the same length with a smaller divergence
    int directions = 0; ///< random directions drawn for it

    static void fields(auto& visit, auto& sensitivity)
    {
        visit("method", sensitivity.method);
        visit("tokens", sensitivity.tokens);
        visit("gradient_norm", sensitivity.gradientNorm);
        visit("divergence", sensitivity.divergence);
        visit("quantile", sensitivity.quantile);
        visit("directions", sensitivity.directions);
    }
    bool operator==(const Sensitivity&) const = default;
};

/// One step along a direction, however long.
struct SensitivityStep {
    double size = 0; ///< length of the step in embedding units
    std::vector<double> probabilities; ///< (C) after it
    double loss = 0; ///< of the label

    static void fields(auto& visit, auto& step)
    {
        visit("size", step.size);
        visit("probabilities", step.probabilities);
        visit("loss", step.loss);
    }
    bool operator==(const SensitivityStep&) const = default;
};

/// The answers along one direction.
struct SensitivityCurve {
    std::string method; ///< "fgm", "vat", "random" (mean over the drawn directions)
    std::vector<SensitivityStep> steps; ///< ascending size, from 0
    double flipsAt = 0; ///< smallest step tried that changes the answer; NaN: none

    static void fields(auto& visit, auto& curve)
    {
        visit("method", curve.method);
        visit("steps", curve.steps);
        visit("flips_at", curve.flipsAt);
    }
    bool operator==(const SensitivityCurve&) const = default;
};

/// Accuracy over a corpus when every text is moved by so much.
struct RobustAccuracy {
    std::string method;
    double size = 0;
    Proportion accuracy;

    static void fields(auto& visit, auto& accuracy)
    {
        visit("method", accuracy.method);
        visit("size", accuracy.size);
        visit("accuracy", accuracy.accuracy);
    }
    bool operator==(const RobustAccuracy&) const = default;
};

/// Answer to `robustness`. Without a text, only the corpus; without a corpus, only the text.
struct Robustness {
    static constexpr const char* kind = "robustness";

    Provenance provenance;
    Encoding encoding;
    int label = -1; ///< whose loss is meant: the given label, else the predicted one
    Prediction prediction;
    double size = 0; ///< the step at which divergence and quantile are told
    double embeddingNorm = 0; ///< mean length of the text's word embeddings: what a step has to be compared with
    std::vector<Sensitivity> sensitivities;
    std::vector<SensitivityCurve> curves;
    std::vector<RobustAccuracy> accuracies; ///< by method, then size
    long rows = 0; ///< texts of the corpus

    static void fields(auto& visit, auto& robustness)
    {
        visit(robustness.provenance);
        visit("encoding", robustness.encoding);
        visit("label", robustness.label);
        visit("prediction", robustness.prediction);
        visit("size", robustness.size);
        visit("embedding_norm", robustness.embeddingNorm);
        visit("sensitivities", robustness.sensitivities);
        visit("curves", robustness.curves);
        visit("accuracies", robustness.accuracies);
        visit("rows", robustness.rows);
    }
    bool operator==(const Robustness&) const = default;
};

} // namespace vitrine
