// SPDX-License-Identifier: GPL-3.0-or-later
// Many samples: polynomials through the nearest ones, interval by interval, so that a kink spoils only its
// neighbourhood.
#pragma once

#include "core/attribution/path_data.h"

namespace vitrine {

/// Every interval is integrated by the polynomial through its nearest 4, 6, 8 or 10 samples; F, which is the exact
/// integral of s, says which of these numbers suits the path best. Error: each score's difference from the same with
/// two samples fewer, root of the sum of squares over the intervals, joined with the defects of s as in
/// kernelEstimate().
PathEstimate localEstimate(const PathData& data);

} // namespace vitrine
