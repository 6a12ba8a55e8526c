// SPDX-License-Identifier: GPL-3.0-or-later
// Accuracy and confusion of predictions over the labelled rows of a corpus.
#pragma once

#include "core/results/evaluation.h"
#include "core/results/prediction.h"

#include <optional>
#include <string>

namespace vitrine {

/// Counts predictions one by one.
class Evaluator {
public:
    /// A row with its label, if it has one, and its prediction, if it got one.
    void add(const std::optional<std::string>& label, const Prediction* prediction);

    /// True when at least one row had a label.
    bool hasLabels() const { return m_evaluation.rows > m_evaluation.unlabelled; }
    Evaluation result() const;

private:
    Evaluation m_evaluation;
};

} // namespace vitrine
