// SPDX-License-Identifier: GPL-3.0-or-later
// Paths recorded from a trained model: rules can be raced over them without the model.
#pragma once

#include "core/attribution/path/path_integral.h"

#include <string>
#include <vector>

namespace vitrine {

/// F and the token integrands of one text at N Chebyshev–Lobatto points of [0, 1]; between them the polynomial of
/// degree N − 1.
struct RecordedPath {
    std::string text;
    std::string baseline;
    std::vector<double> value; ///< (N) F, from the baseline (α = 0) to the input (α = 1)
    std::vector<std::vector<double>> integrand; ///< (N) × (L)

    PathSample at(double alpha) const; ///< barycentric interpolation
    PathFunction function() const;
    std::vector<double> exactScores() const; ///< Clenshaw–Curtis, exact for the polynomial
};

/// Reads {"paths": [{"text", "baseline", "value": [..], "integrand": [[..]..]}..]}; empty if the file cannot be read.
std::vector<RecordedPath> readRecordedPaths(const std::string& file);

/// Largest |difference| of two score vectors over the largest |reference|.
double relativeTokenError(const std::vector<double>& scores, const std::vector<double>& reference);

} // namespace vitrine
