// SPDX-License-Identifier: GPL-3.0-or-later
// The fixed rules on [0, 1], and the control variate.
#include "core/attribution/path/quadrature.h"

#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

namespace vitrine {

std::vector<double> controlWeights(const std::vector<std::vector<double>>& errors)
{
    const std::size_t tokens = errors.front().size();
    std::vector<double> products(tokens, 0.0);
    double square = 0;
    for (const std::vector<double>& row : errors) {
        const double sum = std::accumulate(row.begin(), row.end(), 0.0);
        square += sum * sum;
        for (std::size_t i = 0; i < tokens; ++i)
            products[i] += sum * row[i];
    }
    for (double& product : products)
        product = square > 0 ? product / square : 1.0 / double(tokens);
    return products;
}

double largestAbsolute(const std::vector<double>& values)
{
    double largest = 0;
    for (double value : values)
        largest = std::max(largest, std::abs(value));
    return largest;
}

double sumOfAbsolutes(const std::vector<double>& values)
{
    return std::accumulate(
        values.begin(), values.end(), 0.0, [](double sum, double value) { return sum + std::abs(value); });
}

// The fixed rules on [0, 1].

namespace {

struct LegendrePoint {
    double value; ///< P_n(t)
    double slope; ///< P_n'(t)
};

LegendrePoint legendre(int n, double t)
{
    double before = 1;
    double now = t;
    for (int k = 1; k < n; ++k) {
        const double next = ((2 * k + 1) * t * now - k * before) / (k + 1);
        before = now;
        now = next;
    }
    return { now, n * (t * now - before) / (t * t - 1) };
}

QuadratureRule equallySpaced(int points, double shift)
{
    QuadratureRule rule;
    for (int k = 0; k < points; ++k) {
        rule.nodes.push_back((k + shift) / points);
        rule.weights.push_back(1.0 / points);
    }
    return rule;
}

/// k/(n−1): both ends are nodes. One point alone stands in the middle.
QuadratureRule withBothEnds(int points)
{
    if (points == 1)
        return { { 0.5 }, { 1 } };
    QuadratureRule rule;
    for (int k = 0; k < points; ++k) {
        const bool isEnd = k == 0 || k == points - 1;
        rule.nodes.push_back(double(k) / (points - 1));
        rule.weights.push_back((isEnd ? 0.5 : 1.0) / (points - 1));
    }
    return rule;
}

/// The rule of a published script: a mean over k/(n−1) of the gradient times the *scaled* input.
QuadratureRule alphaWeighted(int points)
{
    QuadratureRule rule = withBothEnds(points);
    for (int k = 0; k < points; ++k)
        rule.weights[k] = rule.nodes[k] / points;
    return rule;
}

} // namespace

QuadratureRule gaussLegendre(int points)
{
    QuadratureRule rule { std::vector<double>(points), std::vector<double>(points) };
    for (int k = 0; k < (points + 1) / 2; ++k) {
        double t
            = std::cos(std::numbers::pi * (k + 0.75) / (points + 0.5)); // the k-th root from the right, to about n⁻⁴
        for (int step = 0; step < 20; ++step) {
            const LegendrePoint p = legendre(points, t);
            const double move = p.value / p.slope;
            t -= move;
            if (std::abs(move) < 1e-15)
                break;
        }
        if (2 * k + 1 == points)
            t = 0; // the middle root, which rounding would leave at 1e-17
        const double slope = legendre(points, t).slope;
        const double weight = 1 / ((1 - t * t) * slope * slope); // half of the weight on [−1, 1]
        rule.nodes[points - 1 - k] = (1 + t) / 2;
        rule.nodes[k] = (1 - t) / 2;
        rule.weights[k] = rule.weights[points - 1 - k] = weight;
    }
    return rule;
}

QuadratureRule quadratureRule(PathRule rule, int points)
{
    if (points < 1)
        throw Refusal(ErrorCode::BadArgument,
            "A quadrature rule needs at least 1 evaluation, but " + std::to_string(points)
                + " were asked for; give a positive number.",
            "evaluations");
    switch (rule) {
    case PathRule::Left:
        return equallySpaced(points, 0);
    case PathRule::Right:
        return equallySpaced(points, 1);
    case PathRule::Midpoint:
        return equallySpaced(points, 0.5);
    case PathRule::Trapezoid:
        return withBothEnds(points);
    case PathRule::AlphaWeighted:
        return alphaWeighted(points);
    case PathRule::Certified: // has no fixed points; its first ones are these
    case PathRule::GaussLegendre:
        break;
    }
    return gaussLegendre(points);
}

} // namespace vitrine
