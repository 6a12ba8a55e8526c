// SPDX-License-Identifier: GPL-3.0-or-later
// What several seeds say together.
#pragma once

#include <vector>

namespace vitrine {

/// A mean with the half width of its 95 % interval.
struct MeanInterval {
    double mean = 0; ///< NaN without values
    double half = 0; ///< NaN with fewer than two values, or more than are tabled (31)
    int count = 0;
};

/// Student's interval of the mean: half = t(0.975; n − 1) · s / √n. Values that are not finite are left out.
MeanInterval meanInterval(const std::vector<double>& values);

} // namespace vitrine
