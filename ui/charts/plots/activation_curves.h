// SPDX-License-Identifier: GPL-3.0-or-later
// GELU beside its approximations, and how far they are from it.
#pragma once

#include "ui/charts/any_result.h"
#include "ui/charts/plots/curve_set.h"

namespace vitrine {

/// The functions over x.
CurveSet activationCurves(const AnyResult& result);
/// The decimal logarithm of each function's distance from the exact GELU over x, not below 10⁻⁸.
CurveSet activationErrors(const AnyResult& result);

} // namespace vitrine
