// SPDX-License-Identifier: GPL-3.0-or-later
// How a training went, as curves over its steps. With several seeds each is a faint line and their mean a strong one.
#pragma once

#include "core/results/training.h"
#include "ui/charts/any_result.h"
#include "ui/charts/plots/curve_set.h"

#include <vector>

namespace vitrine {

/// Loss on the training texts, smoothed, and on the validation texts.
CurveSet trainingLossCurves(const AnyResult& result);
/// Accuracy on the validation texts with its Wilson interval.
CurveSet trainingAccuracyCurves(const AnyResult& result);
CurveSet trainingRateCurves(const AnyResult& result);

/// A running mean that forgets with the time constant of a twentieth of all points (at least 1), without the pull
/// towards 0 at the beginning. Gaps stay gaps.
std::vector<double> smoothed(const std::vector<double>& values);

} // namespace vitrine
