// SPDX-License-Identifier: GPL-3.0-or-later
// How the distance changes with the words' vectors: the plan is optimal, so it may be held fixed (envelope theorem).
#pragma once

#include "core/transport/transport_problem.h"
#include "core/words/word_bag.h"

namespace vitrine {

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
