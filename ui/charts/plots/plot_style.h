// SPDX-License-Identifier: GPL-3.0-or-later
// QCustomPlot does not follow the palette: this is where every plot gets the colours and type of a theme.
#pragma once

#include "ui/support/theme.h"

#include <QRectF>
#include <functional>

class QCustomPlot;
class QPainter;

namespace vitrine {

/// Background, axes, grid and fonts in the colours of `theme`: horizontal grid lines only, no frame.
void stylePlot(QCustomPlot& plot, const Theme& theme);

/// A range of values with 6 % of air above and below; [−1, 1] when `low` and `high` are not finite or equal.
std::pair<double, double> paddedRange(double low, double high);

/// Builds a plot with `fill` (given the plot and its theme) and paints it as vectors into `area`.
void paintPlot(QPainter& painter, const QRectF& area, const Theme& theme,
    const std::function<void(QCustomPlot&, const Theme&)>& fill);

} // namespace vitrine
