// SPDX-License-Identifier: GPL-3.0-or-later
// Few samples: the integral of the smoothest curve through them, in a coordinate that stretches the active part of the path.
#pragma once

#include "core/attribution/path_data.h"

namespace vitrine {

class PathWarp;

/// Kernel (Bayesian) quadrature with a Matérn 5/2 kernel plus a constant (O'Hagan 1991; Rasmussen & Williams 2006, eq. 4.17): of
/// all curves through the samples the integral of the one with the least norm. One length scale for all tokens, by maximum likelihood.
///
/// Error. Two witnesses, neither of which can see everything: the jackknife (how much each score would change if one sample
/// were missing, root of the sum of squares, after the control variate) and the defects of s (its integral over every interval is
/// known exactly from F). The estimate is their geometric mean, and not below half of the first.
PathEstimate kernelEstimate(const PathData& data, const PathWarp& warp);

} // namespace vitrine
