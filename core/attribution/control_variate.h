// SPDX-License-Identifier: GPL-3.0-or-later
// The sum of all scores is known beforehand, so the sum's error is known: here is how it is shared out among the
// tokens.
#pragma once

#include <vector>

namespace vitrine {

/// β (L), Σβ = 1: regression of each token's column on the sum of all columns. `errors` is (rows, L): anything that
/// behaves like the rule's error, row by row (leave-one-out residuals, differences of two orders). Equal shares if the
/// sum is zero. The corrected scores are score_i − β_i · (Σ_k score_k − difference).
std::vector<double> controlWeights(const std::vector<std::vector<double>>& errors);

double largestAbsolute(const std::vector<double>& values);
double sumOfAbsolutes(const std::vector<double>& values);

} // namespace vitrine
