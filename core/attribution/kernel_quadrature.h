// SPDX-License-Identifier: GPL-3.0-or-later
// Few samples: the integral of the smoothest curve through them, in a coordinate that stretches the active part of the
// path.
#pragma once

#include "core/attribution/path_data.h"

namespace vitrine {

class PathWarp;

/// Kernel (Bayesian) quadrature with a Matérn 5/2 kernel plus a constant (O'Hagan 1991; Rasmussen & Williams 2006,
/// eq. 4.17): of all curves through the samples the integral of the one with the least norm. One length scale for all
/// tokens, by maximum likelihood.
///
/// Error. Two witnesses, neither of which sees everything. The jackknife: how much each score would change if one
/// sample were missing, root of the sum of squares over the samples, after the control variate. The defects: the
/// integral of s over every interval is known exactly from F, root of the sum of squares over the intervals. A narrow
/// spike between two samples shows in the second alone, a token whose error is cancelled by another's in the first
/// alone; the estimate respects both and their geometric mean.
PathEstimate kernelEstimate(const PathData& data, const PathWarp& warp);

} // namespace vitrine
