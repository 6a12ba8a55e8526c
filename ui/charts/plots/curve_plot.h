// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing of curves, for the widget and for figures.
#pragma once

#include "ui/charts/plots/curve_set.h"

class QCustomPlot;

namespace vitrine {

/// Where `x` stands on the axis: itself, or its logarithm.
double placeOf(const CurveSet& set, double x);

/// Replaces what `plot` shows by `set`.
void fillCurvePlot(QCustomPlot& plot, const Theme& theme, const CurveSet& set);

} // namespace vitrine
