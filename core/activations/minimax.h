// SPDX-License-Identifier: GPL-3.0-or-later
// Fits a few constants so that the largest error of a formula is as small as it can be (Chebyshev, or minimax, fit).
#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace vitrine {

/// A fit with one or two free constants. The error is looked at on (0, upper]; it is odd or even in x, so the other
/// side tells nothing new.
struct MinimaxProblem {
    /// Error of the formula at x with these constants.
    std::function<double(double x, const std::vector<double>& constants)> error;
    std::vector<std::pair<double, double>> brackets; ///< for each constant, an interval that holds the best value
    double upper = 8;
};

/// The best constants. At the optimum the error has one extremum more than there are constants; they are equal in size
/// and alternate in sign.
struct MinimaxFit {
    std::vector<double> constants;
    double largestError = 0;
    std::vector<double> extrema; ///< x of the extrema, ascending
};

/// A local extremum of a function.
struct Extremum {
    double x = 0;
    double value = 0;
};

/// Local extrema of `f` on (0, upper], and the value at `upper`, by a scan of 1,600 steps and golden sections; x to
/// about 1e-8.
std::vector<Extremum> extremaOf(const std::function<double(double)>& f, double upper);

/// The extremum whose value is largest in size. `f` must not be constant.
Extremum largestExtremum(const std::function<double(double)>& f, double upper);

/// Golden sections find the constants roughly; Newton steps on the equations error(x_i) = ± E, with the extrema x_i
/// found anew each time (the exchange algorithm of Remez), find them to about 1e-13. Throws Refusal(Internal) when the
/// exchange does not settle.
MinimaxFit fitMinimax(const MinimaxProblem& problem);

} // namespace vitrine
