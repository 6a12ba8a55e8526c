// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/pricing.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine {

double smallestDifference(const double* left, const double* right, std::size_t length)
{
    // One running minimum per place in the block: independent chains, and an order of comparisons that vectors can
    // keep.
    std::array<double, pricingBlock> smallest;
    for (std::size_t k = 0; k < pricingBlock; ++k)
        smallest[k] = left[k] - right[k];
    for (std::size_t j = pricingBlock; j < length; j += pricingBlock) {
        for (std::size_t k = 0; k < pricingBlock; ++k) {
            const double difference = left[j + k] - right[j + k];
            smallest[k] = difference < smallest[k] ? difference : smallest[k];
        }
    }
    for (std::size_t half = pricingBlock / 2; half > 0; half /= 2) {
        for (std::size_t k = 0; k < half; ++k)
            smallest[k] = smallest[k + half] < smallest[k] ? smallest[k + half] : smallest[k];
    }
    return smallest[0];
}

double largestMagnitude(const double* values, std::size_t length)
{
    std::array<double, pricingBlock> largest {};
    std::size_t j = 0;
    for (; j + pricingBlock <= length; j += pricingBlock) {
        for (std::size_t k = 0; k < pricingBlock; ++k) {
            const double magnitude = std::abs(values[j + k]);
            largest[k] = largest[k] < magnitude ? magnitude : largest[k];
        }
    }
    for (; j < length; ++j)
        largest[0] = std::max(largest[0], std::abs(values[j]));
    return *std::max_element(largest.begin(), largest.end());
}

} // namespace vitrine
