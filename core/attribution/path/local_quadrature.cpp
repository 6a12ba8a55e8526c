// SPDX-License-Identifier: GPL-3.0-or-later
// Lagrange polynomials on the nearest samples.
#include "core/attribution/path/quadrature.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace vitrine {
namespace {

constexpr std::array orders { 2, 4, 6, 8, 10 }; // samples a polynomial passes through

struct Stencil {
    int first;
    int last; // one past
};

/// The `count` samples nearest to the middle of the interval.
Stencil nearest(const PathData& data, int interval, int count)
{
    const double middle = (data.left(interval) + data.right(interval)) / 2;
    Stencil stencil { interval, interval };
    while (stencil.last - stencil.first < std::min(count, data.size())) {
        const bool left = stencil.last == data.size()
            || (stencil.first > 0 && middle - data.alpha(stencil.first - 1) <= data.alpha(stencil.last) - middle);
        left ? --stencil.first : ++stencil.last;
    }
    return stencil;
}

/// Integral over the interval of the polynomial that is 1 at sample k and 0 at the others of the stencil.
double weight(const PathData& data, int interval, Stencil stencil, int k)
{
    static const QuadratureRule exact = gaussLegendre(5); // for the degrees up to 9 that occur
    double integral = 0;
    for (std::size_t q = 0; q < exact.nodes.size(); ++q) {
        const double place = data.left(interval) + data.width(interval) * exact.nodes[q];
        double value = exact.weights[q] * data.width(interval);
        for (int m = stencil.first; m < stencil.last; ++m)
            if (m != k)
                value *= (place - data.alpha(m)) / (data.alpha(k) - data.alpha(m));
        integral += value;
    }
    return integral;
}

/// (n + 1) × (L): integrals interval by interval, and how far those of s are from the rises of F.
struct Pieces {
    std::vector<std::vector<double>> integrals;
    std::vector<double> defects;
    double badness = 0; // Σ_j |defect_j|
};

Pieces integrate(const PathData& data, int order)
{
    Pieces pieces;
    for (int j = 0; j < data.intervals(); ++j) {
        std::vector<double> integral(data.tokens(), 0.0);
        const Stencil stencil = nearest(data, j, order);
        for (int k = stencil.first; k < stencil.last; ++k) {
            const double share = weight(data, j, stencil, k);
            for (int i = 0; i < data.tokens(); ++i)
                integral[i] += share * data.integrand(k)[i];
        }
        pieces.defects.push_back(std::accumulate(integral.begin(), integral.end(), 0.0) - data.rise(j));
        pieces.badness += std::abs(pieces.defects.back());
        pieces.integrals.push_back(std::move(integral));
    }
    return pieces;
}

} // namespace

PathEstimate localEstimate(const PathData& data)
{
    Pieces lower = integrate(data, orders.front());
    Pieces chosen;
    std::vector<std::vector<double>> changes; // (n + 1) × (L) chosen minus two samples fewer
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 1; k < orders.size(); ++k) {
        Pieces higher = integrate(data, orders[k]);
        if (higher.badness < least) {
            least = higher.badness;
            changes = higher.integrals;
            for (int j = 0; j < data.intervals(); ++j)
                for (int i = 0; i < data.tokens(); ++i)
                    changes[j][i] -= lower.integrals[j][i];
            chosen = higher;
        }
        lower = std::move(higher);
    }

    PathEstimate estimate;
    estimate.rawResidual = std::accumulate(chosen.defects.begin(), chosen.defects.end(), 0.0);
    const std::vector<double> beta = controlWeights(changes);
    estimate.scores.assign(data.tokens(), 0.0);
    std::vector<double> squares(data.tokens(), 0.0);
    double defects = 0;
    for (int j = 0; j < data.intervals(); ++j) {
        const double sum = std::accumulate(changes[j].begin(), changes[j].end(), 0.0);
        for (int i = 0; i < data.tokens(); ++i) {
            estimate.scores[i] += chosen.integrals[j][i];
            squares[i] += std::pow(changes[j][i] - beta[i] * sum, 2);
        }
        defects += chosen.defects[j] * chosen.defects[j];
        estimate.indicator.push_back(std::abs(chosen.defects[j]) + 0.3 * largestAbsolute(changes[j]));
    }
    for (int i = 0; i < data.tokens(); ++i)
        estimate.scores[i] -= beta[i] * estimate.rawResidual;
    estimate.change = std::sqrt(largestAbsolute(squares));
    estimate.defect = std::sqrt(defects);
    estimate.isKernel = false;
    return estimate;
}

} // namespace vitrine
