// SPDX-License-Identifier: GPL-3.0-or-later
// What a classifier answered.
#pragma once

#include "core/results/encoding.h"
#include "core/results/provenance.h"

namespace vitrine {

/// How logits become an answer.
enum class Problem { SingleLabel, MultiLabel, Regression };

/// One text's prediction (C classes).
struct Prediction {
    Provenance provenance;
    Encoding encoding;
    Problem problem = Problem::SingleLabel; ///< softmax, sigmoid per label, or the bare value
    std::vector<double> logits; ///< (C)
    std::vector<double> probabilities; ///< (C); empty for regression; NaN when the logits are not finite
    std::vector<std::string> labels; ///< (C), plain text of unknown origin
    std::string label; ///< of the largest logit; empty when there is no prediction (logits not finite)
    int labelIndex = -1; ///< -1 when there is no prediction

    bool operator==(const Prediction&) const = default;
};

} // namespace vitrine
