// SPDX-License-Identifier: GPL-3.0-or-later
// Order by a seed, the same on every machine and with every standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vitrine {

/// 0 … count−1, shuffled (Fisher & Yates) by the generator splitmix64 from `seed`.
std::vector<std::size_t> randomOrder(std::size_t count, std::uint64_t seed);

} // namespace vitrine
