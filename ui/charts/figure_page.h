// SPDX-License-Identifier: GPL-3.0-or-later
// One page of a figure: a title, charts in rows, and a line that says where the numbers come from.
#pragma once

#include "ui/charts/chart.h"

namespace vitrine {

/// Where a chart stands: rows from the top; charts of one row share its width by weight.
struct FigureSlot {
    QString chart; ///< id in chartRegistry()
    int row = 0;
    double weight = 1;
};

/// A chart on a page. The chart outlives the page.
struct FigurePart {
    const Chart* chart = nullptr;
    QString id; ///< names the chart's own sidecar
    QString title; ///< empty: none
    int row = 0;
    double weight = 1;
};

struct FigurePage {
    QString title; ///< empty: none
    QString provenance; ///< empty: none
    std::vector<FigurePart> parts;
};

/// Height of the page when `width` are given, in layout pixels.
double figurePageHeight(const FigurePage& page, double width);
/// Paints the page from the origin, `width` × figurePageHeight() layout pixels, background included.
void paintFigurePage(QPainter& painter, const FigurePage& page, double width, const Theme& theme);

/// "minilm-sst2 · sha256 0123456789ab · integrated-gradients, baseline pad, tolerance 1 %, 24 evaluations · Vitrine
/// 0.1.0". Holds no date: the same result gives the same figure, byte for byte.
QString provenanceLine(const AnyResult& result);

} // namespace vitrine
