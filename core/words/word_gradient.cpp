// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/word_gradient.h"

#include "core/words/word_costs.h"

#include <numeric>

namespace vitrine {
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
