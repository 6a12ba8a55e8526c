// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/certificate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {

TransportProof proofOf(const TransportProblem& problem, const TransportSolution& solution)
{
    const long double leftTotal = std::accumulate(problem.left.begin(), problem.left.end(), 0.0L);
    const long double rightTotal = std::accumulate(problem.right.begin(), problem.right.end(), 0.0L);
    const long double scale = leftTotal / rightTotal;
    std::vector<long double> left(problem.left.begin(), problem.left.end());
    std::vector<long double> right(problem.right.begin(), problem.right.end());
    for (long double& mass : right)
        mass *= scale;

    TransportProof proof;
    long double dual = 0;
    for (std::size_t i = 0; i < left.size(); ++i)
        dual += left[i] * solution.dualLeft[i];
    for (std::size_t j = 0; j < right.size(); ++j)
        dual += right[j] * solution.dualRight[j];
    for (std::size_t i = 0; i < left.size(); ++i) {
        const double* costs = problem.costRow(i);
        for (std::size_t j = 0; j < right.size(); ++j)
            proof.dualInfeasibility
                = std::max(proof.dualInfeasibility, solution.dualLeft[i] + solution.dualRight[j] - costs[j]);
    }

    long double cost = 0;
    for (const PlanEntry& entry : solution.plan) {
        cost += (long double)(entry.mass) * problem.costRow(std::size_t(entry.left))[entry.right];
        left[std::size_t(entry.left)] -= entry.mass;
        right[std::size_t(entry.right)] -= entry.mass;
    }
    for (const auto* side : { &left, &right }) {
        for (const long double missing : *side)
            proof.marginalError = std::max(proof.marginalError, double(std::abs(missing)));
    }
    proof.dualValue = double(dual);
    proof.gap = double(cost - dual);
    return proof;
}

} // namespace vitrine
