// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/path/error_bound.h"

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

/// Of √(C·D), C and D.
struct Weights {
    double both;
    double change;
    double defect;
};

// docs/certificate.md shows the calibration. A path that needs many samples is not smooth, and gets larger weights; few
// samples for a polynomial say little about it, and get still larger ones.
constexpr Weights ofKernel { 1, 0.3, 1 };
constexpr Weights ofPolynomials { 2.5, 1.25, 1.75 };
constexpr Weights ofFewPolynomials { 5, 2.5, 3.5 };
/// A first estimate has not been compared with another one: a jump of the gradient between two samples may have been
/// missed altogether.
constexpr double first = 1.6;

} // namespace

double errorBound(const PathEstimate& estimate, bool isFirst)
{
    const int samples = int(estimate.indicator.size()) - 1;
    const Weights& weights = estimate.isKernel ? ofKernel : samples > fewSamples ? ofPolynomials : ofFewPolynomials;
    const double bound = std::max({ weights.both * std::sqrt(estimate.change * estimate.defect),
        weights.change * estimate.change, weights.defect * estimate.defect });
    return std::max((isFirst ? first : 1) * bound, std::abs(estimate.rawResidual)) + estimate.arithmetic;
}

} // namespace vitrine
