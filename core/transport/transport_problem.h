// SPDX-License-Identifier: GPL-3.0-or-later
// A transport problem and its solution as plain numbers: what solvers, bounds and certificates have in common.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace vitrine {

/// Move the masses `left` (n) onto the masses `right` (m); moving one unit from i to j costs cost[i·m + j]. Refers to
/// its numbers.
struct TransportProblem {
    std::span<const double> left; ///< ≥ 0
    std::span<const double> right; ///< ≥ 0
    std::span<const double> cost; ///< (n, m) row-major; any sign

    std::size_t rows() const { return left.size(); }
    std::size_t columns() const { return right.size(); }
    const double* costRow(std::size_t i) const { return cost.data() + i * columns(); }
};

/// One positive entry of a plan.
struct PlanEntry {
    int left = 0;
    int right = 0;
    double mass = 0;

    bool operator==(const PlanEntry&) const = default;
};

enum class TransportStatus { Optimal, IterationLimit };

/// A feasible plan with the duals that judge it.
struct TransportSolution {
    std::vector<PlanEntry> plan; ///< by left, then right; at most n + m − 1 entries
    std::vector<double> dualLeft; ///< u (n)
    std::vector<double> dualRight; ///< v (m); u_i + v_j ≤ cost_ij up to rounding, whatever the status
    double cost = 0; ///< Σ mass·cost
    long long pivots = 0;
    TransportStatus status = TransportStatus::Optimal;
};

/// Throws Refusal(BadArgument): an empty side, a cost list of another size than n·m, a mass that is negative or not
/// finite, a cost that is not finite or beyond ±1e300, masses that are all zero or have no finite sum.
void checkProblem(const TransportProblem& problem);

} // namespace vitrine
