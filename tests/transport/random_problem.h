// SPDX-License-Identifier: GPL-3.0-or-later
// Transport problems of every awkward kind, and those of the reference files.
#pragma once

#include "core/transport/transport_problem.h"

#include <nlohmann/json.hpp>

namespace vitrine {

/// A problem with its numbers.
struct OwnedProblem {
    std::vector<double> left;
    std::vector<double> right;
    std::vector<double> cost;

    TransportProblem view() const { return { left, right, cost }; }
};

enum class ProblemKind {
    Random, ///< real masses and costs
    Tied, ///< costs from {−1, 0, 1}
    Grid, ///< distances on an integer grid, counts as masses
    Degenerate, ///< equal masses and costs in quarters
    ZeroMasses, ///< most masses zero
    Skewed, ///< masses over 20 orders of magnitude
};

/// Sides of 1 … `most` entries (exactly `most` when `full`), masses of sum 1. Deterministic per seed.
OwnedProblem randomProblem(ProblemKind kind, unsigned seed, int most, bool full = false);

/// A problem of transport/problems.json; Euclidean costs from its points where the file holds no costs.
OwnedProblem referenceProblem(const nlohmann::json& entry);

} // namespace vitrine
