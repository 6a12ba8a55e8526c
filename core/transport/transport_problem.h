// SPDX-License-Identifier: GPL-3.0-or-later
// A transport problem and its solution as plain numbers, the bounds that need no solution, and the proof that judges a
// solution by its duals, knowing nothing of the solver.
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

// Judges a plan by its duals, knowing nothing of the solver that made them.

/// How far a solution is from feasible and from optimal. Cost ≤ optimum + gap whenever the duals are feasible.
struct TransportProof {
    double dualValue = 0; ///< Σ p_i u_i + Σ q_j v_j
    double gap = 0; ///< cost of the plan − dualValue
    double dualInfeasibility = 0; ///< largest u_i + v_j − cost_ij, 0 if none is positive
    double marginalError = 0; ///< largest difference between a marginal of the plan and its mass
};

/// The right masses are taken rescaled to the total of the left ones, as the solver takes them.
TransportProof proofOf(const TransportProblem& problem, const TransportSolution& solution);

// Lower bounds of the cost, without solving the problem.

/// Each side sends all its mass to its cheapest partners, as if the other side had room for everything.
struct RelaxedBounds {
    double left = 0; ///< Σ_i p_i min_j d_ij
    double right = 0; ///< Σ_j q_j min_i d_ij
};
RelaxedBounds relaxedBounds(const TransportProblem& problem);

/// As relaxedBounds(), but no partner takes more than its own mass from any one sender (constrained transfers, Atasu &
/// Mittelholzer 2019); the larger of both sides. At least as large as both relaxed bounds.
double constrainedBound(const TransportProblem& problem);

} // namespace vitrine
