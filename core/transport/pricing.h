// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of the simplex over rows of numbers, written so that compilers use vector instructions.
#pragma once

#include <cstddef>

namespace vitrine {

/// Lengths given to smallestDifference() are multiples of this.
constexpr std::size_t pricingBlock = 8;

/// min_j (left[j] − right[j]).
double smallestDifference(const double* left, const double* right, std::size_t length);

/// max_j |values[j]|; any `length`; 0 for none.
double largestMagnitude(const double* values, std::size_t length);

} // namespace vitrine
