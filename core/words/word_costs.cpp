// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/word_costs.h"

#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vitrine {

void checkVectors(const WordSpace& space)
{
    if (!std::all_of(space.vectors.begin(), space.vectors.end(), [](double value) { return std::isfinite(value); })) {
        throw Refusal(ErrorCode::BadArgument,
            "A word vector holds values that are not finite, so no distance to it is defined: choose other vectors or "
            "another layer.",
            "vectors");
    }
}

double wordCost(CostKind kind, const double* a, const double* b, int width)
{
    if (kind == CostKind::Cosine) {
        const double product = std::inner_product(a, a + width, b, 0.0);
        return std::max(0.0, 1 - product / (normOf(a, width) * normOf(b, width)));
    }
    double squares = 0;
    for (int h = 0; h < width; ++h)
        squares += (a[h] - b[h]) * (a[h] - b[h]);
    return std::sqrt(squares);
}

std::vector<double> wordCosts(CostKind kind, const WordSpace& space, const WordBag& left, const WordBag& right)
{
    std::vector<double> costs;
    costs.reserve(left.size() * right.size());
    for (const int i : left.vector) {
        for (const int j : right.vector)
            costs.push_back(i == j ? 0.0 : wordCost(kind, space.row(i), space.row(j), space.note.width));
    }
    return costs;
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

namespace {

// Adds mass · ∂cost(w, other)/∂w.
void addCostGradient(CostKind kind, const double* w, const double* other, int width, double mass, double* gradient)
{
    if (kind == CostKind::Euclidean) {
        const double distance = wordCost(kind, w, other, width);
        for (int h = 0; h < width && distance > 0; ++h)
            gradient[h] += mass * (w[h] - other[h]) / distance;
        return;
    }
    const double norm = normOf(w, width);
    const double otherNorm = normOf(other, width);
    const double cosine = std::inner_product(w, w + width, other, 0.0) / (norm * otherNorm);
    for (int h = 0; h < width; ++h)
        gradient[h] -= mass * (other[h] / otherNorm - cosine * w[h] / norm) / norm;
}

// Norm masses: p_i = c_i‖w_i‖/Z, so moving w_i moves all masses of its side, each worth its dual.
void addMassGradient(
    const WordSpace& space, const WordBag& bag, const std::vector<double>& dual, std::vector<double>& gradient)
{
    const int width = space.note.width;
    const double mean = std::inner_product(dual.begin(), dual.end(), bag.mass.begin(), 0.0);
    for (std::size_t i = 0; i < bag.size(); ++i) {
        const double* w = space.row(bag.vector[i]);
        const double factor = double(bag.occurrences[i].size()) * (dual[i] - mean) / (bag.normTotal * normOf(w, width));
        for (int h = 0; h < width; ++h)
            gradient[i * std::size_t(width) + std::size_t(h)] += factor * w[h];
    }
}

} // namespace

WordGradients wordGradients(const WordSpace& space, const WordBag& left, const WordBag& right,
    const TransportSolution& solution, CostKind cost, MassKind mass)
{
    const auto width = std::size_t(space.note.width);
    WordGradients gradients { std::vector<double>(left.size() * width), std::vector<double>(right.size() * width) };
    for (const PlanEntry& entry : solution.plan) {
        const double* w = space.row(left.vector[std::size_t(entry.left)]);
        const double* other = space.row(right.vector[std::size_t(entry.right)]);
        addCostGradient(
            cost, w, other, int(width), entry.mass, gradients.left.data() + std::size_t(entry.left) * width);
        addCostGradient(
            cost, other, w, int(width), entry.mass, gradients.right.data() + std::size_t(entry.right) * width);
    }
    if (mass == MassKind::Norm) {
        addMassGradient(space, left, solution.dualLeft, gradients.left);
        addMassGradient(space, right, solution.dualRight, gradients.right);
    }
    return gradients;
}

} // namespace vitrine
