// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing of curves, for the widget and for figures, and where the words of dashed upright lines stand.
#pragma once

#include "ui/charts/plots/curve_set.h"

#include <vector>

class QCustomPlot;

namespace vitrine {

/// Where `x` stands on the axis: itself, or its logarithm.
double placeOf(const CurveSet& set, double x);

/// Replaces what `plot` shows by `set`.
void fillCurvePlot(QCustomPlot& plot, const Theme& theme, const CurveSet& set);

/// Place of one word beside its line.
struct MarkLabel {
    bool isLeft = false; ///< of its line
    int row = 0; ///< from the top
};

/// `lines` and `widths` in pixels of an axis that is `room` wide; as many places as lines. The right side is preferred
/// in the left half and the left side in the right half; a word that fits at neither side goes a row lower.
std::vector<MarkLabel> placeMarkLabels(
    const std::vector<double>& lines, const std::vector<double>& widths, double room);

} // namespace vitrine
