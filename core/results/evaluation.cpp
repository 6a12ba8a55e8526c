// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/evaluation.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace vitrine {

Proportion wilson(long correct, long count)
{
    constexpr double z = 1.959963984540054; // 97.5 % quantile of the normal distribution
    Proportion share { correct, count, std::numeric_limits<double>::quiet_NaN(), 0, 1 };
    if (count == 0)
        return share;
    const double n = double(count);
    const double p = double(correct) / n;
    const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    share.value = p;
    share.low = std::max(0.0, centre - half);
    share.high = std::min(1.0, centre + half);
    return share;
}

int classOf(const std::string& label, const std::vector<std::string>& labels)
{
    const auto found = std::find(labels.begin(), labels.end(), label);
    if (found != labels.end())
        return int(found - labels.begin());
    int index = -1;
    const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), index);
    const bool whole = error == std::errc() && end == label.data() + label.size();
    return whole && index >= 0 && index < int(labels.size()) ? index : -1;
}

} // namespace vitrine
