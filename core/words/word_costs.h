// SPDX-License-Identifier: GPL-3.0-or-later
// Distances between the words of two texts, the lower bound by their centroids, and the gradient of the transport
// distance by the vectors.
#pragma once

#include "core/transport/transport_problem.h"
#include "core/words/word_bag.h"

namespace vitrine {

/// Distance of two vectors: ‖a − b‖₂, or 1 − cos clipped at 0. Both sum over the width, as the definitions do.
double wordCost(CostKind kind, const double* a, const double* b, int width);

/// Throws Refusal(BadArgument) when a vector is not finite. What follows takes vectors that passed.
void checkVectors(const WordSpace& space);

/// All pairs (n, m), row-major.
std::vector<double> wordCosts(CostKind kind, const WordSpace& space, const WordBag& left, const WordBag& right);

/// A lower bound. Euclidean: ‖Σ p_i w_i − Σ q_j w'_j‖₂. Cosine: ½‖Σ p_i ŵ_i − Σ q_j ŵ'_j‖² of the unit vectors (Su's
/// bound), by 2(1 − cos) = ‖ŵ − ŵ'‖² and Jensen.
double centroidBound(CostKind kind, const WordSpace& space, const WordBag& left, const WordBag& right);

// How the distance changes with the words' vectors: the plan is optimal, so it may be held fixed (envelope theorem).

/// ∂distance/∂w for every entry of both bags: (n, H) and (m, H). With norm masses the change of the masses counts too.
/// Valid where the optimal plan is unique; words that coincide with their partner contribute 0 to a Euclidean gradient,
/// which is one of its subgradients.
struct WordGradients {
    std::vector<double> left;
    std::vector<double> right;
};
WordGradients wordGradients(const WordSpace& space, const WordBag& left, const WordBag& right,
    const TransportSolution& solution, CostKind cost, MassKind mass);

} // namespace vitrine
