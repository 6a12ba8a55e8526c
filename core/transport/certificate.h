// SPDX-License-Identifier: GPL-3.0-or-later
// Judges a plan by its duals, knowing nothing of the solver that made them.
#pragma once

#include "core/transport/transport_problem.h"

namespace vitrine {

/// How far a solution is from feasible and from optimal. Cost ≤ optimum + gap whenever the duals are feasible.
struct TransportProof {
    double dualValue = 0; ///< Σ p_i u_i + Σ q_j v_j
    double gap = 0; ///< cost of the plan − dualValue
    double dualInfeasibility = 0; ///< largest u_i + v_j − cost_ij, 0 if none is positive
    double marginalError = 0; ///< largest difference between a marginal of the plan and its mass
};

/// The right masses are taken rescaled to the total of the left ones, as the solver takes them.
TransportProof proofOf(const TransportProblem& problem, const TransportSolution& solution);

} // namespace vitrine
