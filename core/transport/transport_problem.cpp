// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/transport_problem.h"

#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
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

} // namespace vitrine
