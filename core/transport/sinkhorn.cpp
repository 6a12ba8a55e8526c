// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/sinkhorn.h"

#include "core/models/layers/model.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

constexpr int iterationsPerLook = 20; // asking for the change waits for the device

double largestMagnitude(const TransportProblem& problem)
{
    double largest = 0;
    for (const double cost : problem.cost)
        largest = std::max(largest, std::abs(cost));
    return largest;
}

double regularisationFor(const TransportProblem& problem, const SinkhornOptions& options)
{
    if (options.regularisation) {
        if (!(*options.regularisation > 0) || !std::isfinite(*options.regularisation))
            throw Refusal(ErrorCode::BadArgument, "The regularisation of Sinkhorn's method must be a positive number.",
                "regularisation");
        return *options.regularisation;
    }
    std::vector<double> costs(problem.cost.begin(), problem.cost.end());
    const auto upper = costs.begin() + std::ptrdiff_t(costs.size() / 2);
    std::nth_element(costs.begin(), upper, costs.end());
    const double median = costs.size() % 2 == 1 ? *upper : (*upper + *std::max_element(costs.begin(), upper)) / 2;
    if (median > 0)
        return 0.05 * median;
    const double largest = largestMagnitude(problem);
    return largest > 0 ? 0.05 * largest : 1.0;
}

// P problems filled up to (N, M); places that are not there have mass 0 and cost 0.
struct Batch {
    at::Tensor logLeft; // (P, N)
    at::Tensor logRight; // (P, M)
    at::Tensor cost; // (P, N, M)
    at::Tensor weight; // (P, 1): regularisation
    at::Tensor scale; // (P, 1): largest |cost|, at least the regularisation
};

Batch batchOf(const std::vector<TransportProblem>& problems, const std::vector<double>& regularisations,
    const std::string& device)
{
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    for (const auto& problem : problems) {
        rows = std::max(rows, std::int64_t(problem.rows()));
        columns = std::max(columns, std::int64_t(problem.columns()));
    }
    const auto count = std::int64_t(problems.size());
    at::Tensor left = at::zeros({ count, rows }, at::kDouble);
    at::Tensor right = at::zeros({ count, columns }, at::kDouble);
    at::Tensor cost = at::zeros({ count, rows, columns }, at::kDouble);
    at::Tensor weight = at::empty({ count, 1 }, at::kDouble);
    at::Tensor scale = at::empty({ count, 1 }, at::kDouble);
    for (std::int64_t p = 0; p < count; ++p) {
        const TransportProblem& problem = problems[std::size_t(p)];
        std::copy(problem.left.begin(), problem.left.end(), left[p].data_ptr<double>());
        std::copy(problem.right.begin(), problem.right.end(), right[p].data_ptr<double>());
        for (std::size_t i = 0; i < problem.rows(); ++i)
            std::copy_n(problem.costRow(i), problem.columns(), cost[p][std::int64_t(i)].data_ptr<double>());
        weight[p][0] = regularisations[std::size_t(p)];
        scale[p][0] = std::max(largestMagnitude(problem), regularisations[std::size_t(p)]);
    }
    const at::Tensor factor = left.sum(1, true) / right.sum(1, true);
    const at::Device where(device);
    return { left.log().to(where), (right * factor).log().to(where), cost.to(where), weight.to(where),
        scale.to(where) };
}

SinkhornSolution solutionOf(
    const TransportProblem& problem, const at::Tensor& plan, const at::Tensor& left, const at::Tensor& right)
{
    SinkhornSolution solution;
    const auto rows = std::int64_t(problem.rows());
    const auto columns = std::int64_t(problem.columns());
    const at::Tensor own = plan.slice(0, 0, rows).slice(1, 0, columns);
    solution.plan = toDoubles(own);
    for (std::size_t k = 0; k < solution.plan.size(); ++k)
        solution.cost += solution.plan[k] * problem.cost[k];
    solution.marginalError
        = ((own.sum(1) - left.slice(0, 0, rows)).abs().sum() + (own.sum(0) - right.slice(0, 0, columns)).abs().sum())
              .item<double>();
    return solution;
}

} // namespace

std::vector<SinkhornSolution> sinkhorn(
    const std::vector<TransportProblem>& problems, const SinkhornOptions& options, const Progress& progress)
{
    if (problems.empty())
        return {};
    const at::NoGradGuard noGrad;
    std::vector<double> regularisations;
    for (const auto& problem : problems) {
        checkProblem(problem);
        regularisations.push_back(regularisationFor(problem, options));
    }
    const Batch batch = batchOf(problems, regularisations, options.device);
    const at::Tensor& t = batch.weight;
    const at::Tensor scaledCost = batch.cost / t.unsqueeze(2); // (P, N, M)

    // f and h in units of t: f_i ← ln p_i − logsumexp_j(h_j − d_ij), h_j ← ln q_j − logsumexp_i(f_i − d_ij). Masses of
    // zero stay at −∞.
    at::Tensor f = at::zeros_like(batch.logLeft); // (P, N)
    at::Tensor h = at::where(batch.logRight.isfinite(), at::zeros_like(batch.logRight), batch.logRight); // (P, M)
    at::Tensor settled;
    int iterations = 0;
    bool allSettled = false;
    while (!allSettled && iterations < options.maxIterations) {
        ++iterations;
        const at::Tensor next = batch.logLeft - at::logsumexp(h.unsqueeze(1) - scaledCost, { 2 });
        if (iterations % iterationsPerLook == 0 || iterations == options.maxIterations) {
            const at::Tensor change
                = at::where(next.isfinite(), next - f, at::zeros_like(f)).abs().amax(1, true) * t; // (P, 1)
            settled = change <= options.tolerance * batch.scale;
            allSettled = settled.all().item<bool>();
            progress.step(iterations, options.maxIterations, "approximating");
        }
        f = next;
        h = batch.logRight - at::logsumexp(f.unsqueeze(2) - scaledCost, { 1 });
    }

    const at::Device cpu(at::kCPU);
    const at::Tensor plans = (f.unsqueeze(2) + h.unsqueeze(1) - scaledCost).exp().to(cpu); // (P, N, M)
    const at::Tensor left = batch.logLeft.exp().to(cpu);
    const at::Tensor right = batch.logRight.exp().to(cpu);
    const at::Tensor done = settled.to(cpu);
    std::vector<SinkhornSolution> solutions;
    for (std::size_t p = 0; p < problems.size(); ++p) {
        const auto index = std::int64_t(p);
        solutions.push_back(solutionOf(problems[p], plans[index], left[index], right[index]));
        solutions.back().regularisation = regularisations[p];
        solutions.back().iterations = iterations;
        solutions.back().converged = done[index][0].item<bool>();
    }
    return solutions;
}

} // namespace vitrine
