// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/word_bounds.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vitrine {
namespace {

// Sends `mass` to the cheapest partners, each taking at most its capacity. `order` is scratch.
template <typename Cost>
double cheapestSending(double mass, std::span<const double> capacity, Cost cost, std::vector<int>& order)
{
    order.resize(capacity.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return cost(a) < cost(b); });
    double sum = 0;
    for (const int partner : order) {
        const double sent = std::min(mass, capacity[std::size_t(partner)]);
        sum += sent * cost(partner);
        if ((mass -= sent) <= 0)
            break;
    }
    return sum;
}

} // namespace

RelaxedBounds relaxedBounds(const TransportProblem& problem)
{
    RelaxedBounds bounds;
    std::vector<double> nearest(problem.columns(), std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < problem.rows(); ++i) {
        const double* costs = problem.costRow(i);
        bounds.left += problem.left[i] * *std::min_element(costs, costs + problem.columns());
        for (std::size_t j = 0; j < problem.columns(); ++j)
            nearest[j] = std::min(nearest[j], costs[j]);
    }
    bounds.right = std::inner_product(nearest.begin(), nearest.end(), problem.right.begin(), 0.0);
    return bounds;
}

double constrainedBound(const TransportProblem& problem)
{
    std::vector<int> order;
    double left = 0;
    for (std::size_t i = 0; i < problem.rows(); ++i) {
        const double* costs = problem.costRow(i);
        left += cheapestSending(problem.left[i], problem.right, [&](int j) { return costs[j]; }, order);
    }
    double right = 0;
    for (std::size_t j = 0; j < problem.columns(); ++j)
        right += cheapestSending(
            problem.right[j], problem.left, [&](int i) { return problem.costRow(std::size_t(i))[j]; }, order);
    return std::max(left, right);
}

double centroidBound(CostKind kind, const WordSpace& space, const WordBag& left, const WordBag& right)
{
    const int width = space.note.width;
    std::vector<double> difference(std::size_t(width), 0.0);
    const auto add = [&](const WordBag& bag, double sign) {
        for (std::size_t i = 0; i < bag.size(); ++i) {
            const double* row = space.row(bag.vector[i]);
            const double weight = sign * bag.mass[i] / (kind == CostKind::Cosine ? normOf(row, width) : 1.0);
            for (int h = 0; h < width; ++h)
                difference[std::size_t(h)] += weight * row[h];
        }
    };
    add(left, 1);
    add(right, -1);
    const double norm = normOf(difference.data(), width);
    return kind == CostKind::Cosine ? 0.5 * norm * norm : norm;
}

} // namespace vitrine
