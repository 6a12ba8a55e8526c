// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/random_order.h"

#include <numeric>
#include <utility>

namespace vitrine {

std::vector<std::size_t> randomOrder(std::size_t count, std::uint64_t seed)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::uint64_t state = seed;
    for (std::size_t i = count; i > 1; --i) {
        std::uint64_t value = state += 0x9e3779b97f4a7c15u;
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
        value = (value ^ value >> 27) * 0x94d049bb133111ebu;
        value ^= value >> 31;
        std::swap(order[i - 1], order[std::size_t(value % i)]); // the bias is below count / 2⁶⁴
    }
    return order;
}

} // namespace vitrine
