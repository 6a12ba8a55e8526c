// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/transport_problem.h"

#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vitrine {
namespace {

constexpr double maxCost = 1e300; // sums of some thousands of costs, which duals are, must still be numbers

void checkMasses(std::span<const double> masses, const std::string& side)
{
    if (masses.empty())
        throw Refusal(ErrorCode::BadArgument, "The " + side + " side has no masses: give it at least one.", side);
    for (std::size_t i = 0; i < masses.size(); ++i) {
        if (!std::isfinite(masses[i]) || masses[i] < 0) {
            throw Refusal(ErrorCode::BadArgument,
                "Mass " + std::to_string(i) + " of the " + side + " side is " + std::to_string(masses[i])
                    + ": masses must be finite and not negative.",
                side);
        }
    }
    if (!std::isfinite(std::accumulate(masses.begin(), masses.end(), 0.0)))
        throw Refusal(
            ErrorCode::BadArgument, "The masses of the " + side + " side have no finite sum: scale them down.", side);
    if (std::all_of(masses.begin(), masses.end(), [](double mass) { return mass == 0; }))
        throw Refusal(
            ErrorCode::BadArgument, "All masses of the " + side + " side are zero: there is nothing to move.", side);
}

} // namespace

void checkProblem(const TransportProblem& problem)
{
    checkMasses(problem.left, "left");
    checkMasses(problem.right, "right");
    if (problem.cost.size() != problem.rows() * problem.columns()) {
        throw Refusal(ErrorCode::BadArgument,
            "There are " + std::to_string(problem.cost.size()) + " costs for " + std::to_string(problem.rows())
                + " left and " + std::to_string(problem.columns()) + " right masses: one for each pair is needed.",
            "cost");
    }
    const auto bad = std::find_if(
        problem.cost.begin(), problem.cost.end(), [](double cost) { return !(std::abs(cost) <= maxCost); });
    if (bad != problem.cost.end()) {
        const auto at = std::size_t(bad - problem.cost.begin());
        throw Refusal(ErrorCode::BadArgument,
            "The cost from left " + std::to_string(at / problem.columns()) + " to right "
                + std::to_string(at % problem.columns())
                + " is not a finite number of at most 1e300: check the vectors or costs.",
            "cost");
    }
}

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

namespace {

// Sends `mass` to the cheapest partners, each taking at most its capacity. `order` is scratch.
template <typename Cost>
double cheapestSending(double mass, std::span<const double> capacity, Cost cost, std::vector<int>& order)
{
    order.resize(capacity.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return cost(a) < cost(b); });
    double sum = 0;
    for (const int partner : order) {
        const double sent = std::min(mass, capacity[std::size_t(partner)]);
        sum += sent * cost(partner);
        if ((mass -= sent) <= 0)
            break;
    }
    return sum;
}

} // namespace

RelaxedBounds relaxedBounds(const TransportProblem& problem)
{
    RelaxedBounds bounds;
    std::vector<double> nearest(problem.columns(), std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < problem.rows(); ++i) {
        const double* costs = problem.costRow(i);
        bounds.left += problem.left[i] * *std::min_element(costs, costs + problem.columns());
        for (std::size_t j = 0; j < problem.columns(); ++j)
            nearest[j] = std::min(nearest[j], costs[j]);
    }
    bounds.right = std::inner_product(nearest.begin(), nearest.end(), problem.right.begin(), 0.0);
    return bounds;
}

double constrainedBound(const TransportProblem& problem)
{
    std::vector<int> order;
    double left = 0;
    for (std::size_t i = 0; i < problem.rows(); ++i) {
        const double* costs = problem.costRow(i);
        left += cheapestSending(problem.left[i], problem.right, [&](int j) { return costs[j]; }, order);
    }
    double right = 0;
    for (std::size_t j = 0; j < problem.columns(); ++j)
        right += cheapestSending(
            problem.right[j], problem.left, [&](int i) { return problem.costRow(std::size_t(i))[j]; }, order);
    return std::max(left, right);
}

} // namespace vitrine
