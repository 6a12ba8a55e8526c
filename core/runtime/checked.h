// SPDX-License-Identifier: GPL-3.0-or-later
// Sums and products of sizes that a file names. What is beyond the largest number stays there and never wraps around.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>

namespace vitrine {

/// Larger than every real size; what saturating sums and products end at.
inline constexpr std::int64_t beyondAllSizes = std::numeric_limits<std::int64_t>::max();

/// The product of sizes that are not negative; beyondAllSizes where it does not fit. A factor 0 makes 0.
constexpr std::int64_t checkedProduct(std::initializer_list<std::int64_t> factors)
{
    std::int64_t product = 1;
    for (const std::int64_t factor : factors) {
        if (factor == 0)
            return 0;
        if (__builtin_mul_overflow(product, factor, &product))
            product = beyondAllSizes;
    }
    return product;
}

/// The same for any range, such as a shape.
template <typename Range> constexpr std::int64_t checkedProductOf(const Range& factors)
{
    std::int64_t product = 1;
    for (const std::int64_t factor : factors)
        product = checkedProduct({ product, factor });
    return product;
}

/// The sum of sizes that are not negative; beyondAllSizes where it does not fit.
constexpr std::int64_t checkedSum(std::initializer_list<std::int64_t> terms)
{
    std::int64_t sum = 0;
    for (const std::int64_t term : terms) {
        if (__builtin_add_overflow(sum, term, &sum))
            sum = beyondAllSizes;
    }
    return sum;
}

} // namespace vitrine
