// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as masses and costs, or as a file of them: a problem is refused, or solved with a proof that holds.
#include "core/transport/simplex.h"
#include "core/words/problem_file.h"
#include "tests/fuzz/bounds.h"

#include <cmath>
#include <cstdint>
#include <cstring>

using namespace vitrine;

namespace {

/// Doubles from the bytes, one after the other; small whole numbers where `plain`, so that ties and zeros are common.
std::vector<double> numbers(std::span<const std::uint8_t>& bytes, std::size_t count, bool plain)
{
    std::vector<double> values(count, 0.0);
    for (double& value : values) {
        if (plain) {
            value = bytes.empty() ? 0 : double(bytes[0] % 8);
            bytes = bytes.subspan(std::min<std::size_t>(1, bytes.size()));
        } else {
            std::memcpy(&value, bytes.data(), std::min<std::size_t>(8, bytes.size()));
            bytes = bytes.subspan(std::min<std::size_t>(8, bytes.size()));
        }
    }
    return values;
}

void check(const TransportProblem& problem, UnequalTotals totals)
{
    TransportSimplex simplex;
    const TransportSolution solution = simplex.solve(problem, { 100'000, totals });
    require(solution.plan.size() <= problem.rows() + problem.columns(), "a plan is a tree");
    double largest = 0;
    for (const double cost : problem.cost)
        largest = std::max(largest, std::abs(cost));
    double mass = 0;
    for (const double share : problem.left)
        mass += share;
    for (const PlanEntry& entry : solution.plan)
        require(entry.mass >= 0 && entry.left >= 0 && std::size_t(entry.left) < problem.rows() && entry.right >= 0
                && std::size_t(entry.right) < problem.columns(),
            "masses are carried between places that there are");
    if (totals == UnequalTotals::Rescale || solution.status != TransportStatus::Optimal)
        return; // the proof is about the masses as they were given
    const TransportProof proof = proofOf(problem, solution);
    require(proof.dualInfeasibility <= 1e-9 * std::max(largest, 1e-300), "the duals are feasible");
    require(std::abs(proof.marginalError) <= 1e-9 * std::max(mass, 1e-300), "the marginals are the masses");
    if (std::isfinite(largest * mass)) // else the cost itself is beyond all numbers
        require(std::abs(proof.gap) <= 1e-8 * std::max(largest * mass, 1e-300), "the gap is closed");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size > 0 && data[0] == '{') {
        withinBounds(size, {}, [&] {
            const ProblemNumbers numbers = readProblem({ reinterpret_cast<const char*>(data), size }, "input");
            require(numbers.cost.size() == numbers.left.size() * numbers.right.size(), "every pair has a cost");
            if (numbers.left.size() < 24 && numbers.right.size() < 24)
                check(numbers.problem(), UnequalTotals::Refuse);
        });
        return 0;
    }
    if (size < 3)
        return 0;
    std::span bytes(data, size);
    const std::size_t rows = data[0] % 24, columns = data[1] % 24;
    const bool plain = data[2] & 1, missing = data[2] & 2;
    const auto totals = data[2] & 4 ? UnequalTotals::Rescale : UnequalTotals::Refuse;
    bytes = bytes.subspan(3);
    const auto left = numbers(bytes, rows, plain), right = numbers(bytes, columns, plain);
    const auto cost = numbers(bytes, rows * columns - (missing && rows * columns > 0 ? 1 : 0), plain);
    withinBounds(size, {}, [&] { check({ left, right, cost }, totals); });
    return 0;
}
