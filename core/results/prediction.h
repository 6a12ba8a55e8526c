// SPDX-License-Identifier: GPL-3.0-or-later
// What a classifier answered.
#pragma once

#include "core/results/encoding.h"
#include "core/results/provenance.h"

#include <string_view>

namespace vitrine {

/// How logits become an answer.
enum class Problem { SingleLabel, MultiLabel, Regression };

/// The name of a problem in documents: "single-label", "multi-label", "regression".
constexpr std::string_view problemName(Problem problem)
{
    return problem == Problem::SingleLabel ? "single-label"
        : problem == Problem::MultiLabel   ? "multi-label"
                                           : "regression";
}

/// One text's prediction (C classes).
struct Prediction {
    static constexpr const char* kind = "prediction";

    Provenance provenance;
    Encoding encoding;
    Problem problem = Problem::SingleLabel; ///< softmax, sigmoid per label, or the bare value
    std::vector<double> logits; ///< (C)
    std::vector<double> probabilities; ///< (C); empty for regression; NaN when the logits are not finite
    std::vector<std::string> labels; ///< (C), plain text of unknown origin
    std::string label; ///< of the largest logit; empty when there is no prediction (logits not finite)
    int labelIndex = -1; ///< -1 when there is no prediction

    static void fields(auto& visit, auto& prediction)
    {
        visit(prediction.provenance);
        visit("encoding", prediction.encoding);
        visit("problem", prediction.problem);
        visit("logits", prediction.logits);
        visit("probabilities", prediction.probabilities);
        visit("labels", prediction.labels);
        visit("label", prediction.label);
        visit("label_index", prediction.labelIndex);
    }
    bool operator==(const Prediction&) const = default;
};

} // namespace vitrine
