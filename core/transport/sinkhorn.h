// SPDX-License-Identifier: GPL-3.0-or-later
// Entropic optimal transport: many problems at once on any device, an approximation whose distance to the exact value
// is shown. No tensor library here.
#pragma once

#include "core/runtime/progress.h"
#include "core/transport/transport_problem.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// How far to go.
struct SinkhornOptions {
    std::optional<double>
        regularisation; ///< weight of the entropy in units of the cost; nothing: 5 % of each problem's median cost
    int maxIterations = 20'000;
    double tolerance = 1e-14; ///< of the change of the potentials in one iteration, against the largest |cost|
    std::string device = "cpu"; ///< "cpu" or "cuda:0"
};

/// The approximate answer to one problem.
struct SinkhornSolution {
    std::vector<double> plan; ///< (n, m) row-major; positive, its marginals met only up to marginalError
    double cost = 0; ///< Σ plan·cost
    double regularisation = 0;
    double marginalError = 0; ///< Σ |marginals − masses|
    int iterations = 0;
    bool converged = false;
};

/// Log-domain Sinkhorn in double precision, all problems as one batch filled up to the largest. A regularisation of
/// zero, which a median cost of zero gives, is replaced by 5 % of the largest |cost|, or 1. Progress stage:
/// "approximating". Throws what checkProblem() throws; Refusal(BadArgument) for a regularisation that is not positive;
/// Cancelled.
std::vector<SinkhornSolution> sinkhorn(
    const std::vector<TransportProblem>& problems, const SinkhornOptions& options = {}, const Progress& progress = {});

} // namespace vitrine
