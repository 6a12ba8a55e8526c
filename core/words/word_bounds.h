// SPDX-License-Identifier: GPL-3.0-or-later
// What a distance is at least, without solving for it.
#pragma once

#include "core/transport/transport_problem.h"
#include "core/words/word_bag.h"

namespace vitrine {

/// Each side sends all its mass to its cheapest partners, as if the other side had room for everything.
struct RelaxedBounds {
    double left = 0; ///< Σ_i p_i min_j d_ij
    double right = 0; ///< Σ_j q_j min_i d_ij
};
RelaxedBounds relaxedBounds(const TransportProblem& problem);

/// As relaxedBounds(), but no partner takes more than its own mass from any one sender (constrained transfers, Atasu &
/// Mittelholzer 2019); the larger of both sides. At least as large as both relaxed bounds.
double constrainedBound(const TransportProblem& problem);

/// Euclidean: ‖Σ p_i w_i − Σ q_j w'_j‖₂. Cosine: ½‖Σ p_i ŵ_i − Σ q_j ŵ'_j‖² of the unit vectors (Su's bound), by 2(1 −
/// cos) = ‖ŵ − ŵ'‖² and Jensen.
double centroidBound(CostKind kind, const WordSpace& space, const WordBag& left, const WordBag& right);

} // namespace vitrine
