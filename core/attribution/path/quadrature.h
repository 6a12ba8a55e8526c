// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that turns samples of the path into an integral: fixed rules; kernel quadrature for few samples, local
// polynomials for many, both with the traces of their error; and the control variate, which shares out the known error
// of the sum.
#pragma once

#include "core/attribution/path/path_data.h"
#include "core/attribution/path/path_integral.h"

#include <vector>

namespace vitrine {

/// Nodes and weights of a fixed rule with n points on [0, 1]; the weights sum to 1 (except AlphaWeighted: α times 1/n).
/// Gauss–Legendre by Newton's method to double precision.
struct QuadratureRule {
    std::vector<double> nodes;
    std::vector<double> weights;
};
QuadratureRule quadratureRule(PathRule rule, int points);

/// Nodes ascending on [0, 1] and weights summing to 1. Newton's method on P_n from the cosine guess; relative error
/// about 1e-15.
QuadratureRule gaussLegendre(int points);

/// β (L), Σβ = 1: regression of each token's column on the sum of all columns. `errors` is (rows, L): anything that
/// behaves like the rule's error, row by row (leave-one-out residuals, differences of two orders). Equal shares if the
/// sum is zero. The corrected scores are score_i − β_i · (Σ_k score_k − difference).
std::vector<double> controlWeights(const std::vector<std::vector<double>>& errors);

double largestAbsolute(const std::vector<double>& values);
double sumOfAbsolutes(const std::vector<double>& values);

/// Error of kernelEstimate()'s own arithmetic, the ridge and the integrals of the kernel, in shares of the largest
/// score.
constexpr double kernelArithmetic = 1e-5;

/// Kernel (Bayesian) quadrature with a Matérn 5/2 kernel plus a constant (O'Hagan 1991; Rasmussen & Williams 2006,
/// eq. 4.17): of all curves through the samples the integral of the one with the least norm. One length scale for all
/// tokens, by maximum likelihood.
///
/// Traces of the error, neither of which sees every error. The change is a jackknife: how much each score would change
/// if one sample were missing, root of the sum of squares over the samples, after the control variate. The defects: the
/// integral of s over every interval is known exactly from F. A narrow spike between two samples shows in the second
/// alone, a token whose error is cancelled by another's in the first alone.
PathEstimate kernelEstimate(const PathData& data, const PathWarp& warp);

/// Every interval is integrated by the polynomial through its nearest 4, 6, 8 or 10 samples; F, which is the exact
/// integral of s, says which of these numbers suits the path best. The change is each score's difference from the same
/// with two samples fewer, root of the sum of squares over the intervals; the defects are those of kernelEstimate().
PathEstimate localEstimate(const PathData& data);

} // namespace vitrine
