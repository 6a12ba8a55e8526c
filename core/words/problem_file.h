// SPDX-License-Identifier: GPL-3.0-or-later
// A bare transport problem from a JSON file. Costs are taken as they are read: a document of them would need seventeen
// times the memory of the file.
#pragma once

#include "core/runtime/progress.h"
#include "core/transport/transport_problem.h"

#include <string_view>
#include <vector>

namespace vitrine {

/// Masses and costs that are owned.
struct ProblemNumbers {
    std::vector<double> left; ///< (n)
    std::vector<double> right; ///< (m)
    std::vector<double> cost; ///< (n, m) row-major

    TransportProblem problem() const { return { left, right, cost }; }
};

/// Reads `left_mass`, `right_mass` (lists of numbers) and `cost` (a list of rows) from at most 1 GiB of JSON with at
/// most 40,000,000 values; other members are skipped. Throws Refusal: MalformedFile naming the member, TooLarge,
/// BadEncoding; Cancelled.
ProblemNumbers readProblem(std::string_view json, std::string_view subject, const Progress& progress = {});

} // namespace vitrine
