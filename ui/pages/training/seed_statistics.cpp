// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/seed_statistics.h"

#include <array>
#include <cmath>
#include <limits>

namespace vitrine {

MeanInterval meanInterval(const std::vector<double>& values)
{
    // 0.975 quantiles of Student's t for 1, 2, … degrees of freedom.
    static constexpr std::array<double, 30> quantiles { 12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462,
        2.30600, 2.26216, 2.22814, 2.20099, 2.17881, 2.16037, 2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302,
        2.08596, 2.07961, 2.07387, 2.06866, 2.06390, 2.05954, 2.05553, 2.05183, 2.04841, 2.04523, 2.04227 };
    MeanInterval result { std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(), 0 };
    double sum = 0;
    for (const double value : values) {
        if (std::isfinite(value)) {
            sum += value;
            ++result.count;
        }
    }
    if (result.count == 0)
        return result;
    result.mean = sum / result.count;
    const auto freedom = std::size_t(result.count - 1);
    if (freedom == 0 || freedom > quantiles.size())
        return result;
    double squares = 0;
    for (const double value : values)
        squares += std::isfinite(value) ? (value - result.mean) * (value - result.mean) : 0;
    result.half = quantiles[freedom - 1] * std::sqrt(squares / double(freedom) / result.count);
    return result;
}

} // namespace vitrine
