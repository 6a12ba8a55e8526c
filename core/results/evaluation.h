// SPDX-License-Identifier: GPL-3.0-or-later
// How a model did on labelled texts.
#pragma once

#include "core/results/provenance.h"

namespace vitrine {

/// A share of n with its 95 % Wilson interval.
struct Proportion {
    long correct = 0;
    long count = 0;
    double value = 0; ///< correct / count; NaN when count is 0
    double low = 0;
    double high = 0;

    static void fields(auto& visit, auto& share)
    {
        visit("correct", share.correct);
        visit("count", share.count);
        visit("value", share.value);
        visit("low", share.low);
        visit("high", share.high);
    }
    bool operator==(const Proportion&) const = default;
};

/// The share with its interval (Wilson 1927, z = 1.959964).
Proportion wilson(long correct, long count);

/// The class that a corpus means by `label`: one of the names, or an index; −1: none.
int classOf(const std::string& label, const std::vector<std::string>& labels);

/// Accuracy over the rows of a corpus whose label is one of the model's.
struct Evaluation {
    static constexpr const char* kind = "evaluation";

    Provenance provenance;
    std::vector<std::string> labels; ///< (C)
    std::vector<std::vector<int>> confusion; ///< [label given][label predicted]
    Proportion accuracy;
    long rows = 0; ///< texts read
    long unlabelled = 0; ///< rows without a label
    long unknownLabel = 0; ///< rows whose label no class has
    long unpredicted = 0; ///< rows with a label but no prediction (logits not finite, or refused)

    static void fields(auto& visit, auto& evaluation)
    {
        visit(evaluation.provenance);
        visit("labels", evaluation.labels);
        visit("confusion", evaluation.confusion);
        visit("accuracy", evaluation.accuracy);
        visit("rows", evaluation.rows);
        visit("unlabelled", evaluation.unlabelled);
        visit("unknown_label", evaluation.unknownLabel);
        visit("unpredicted", evaluation.unpredicted);
    }
    bool operator==(const Evaluation&) const = default;
};

} // namespace vitrine
