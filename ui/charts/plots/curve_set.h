// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over one axis as plain numbers: what a result has to be turned into to be drawn, tabled and read aloud.
#pragma once

#include "ui/support/theme.h"

#include <QString>

#include <vector>

namespace vitrine {

/// One curve. A value that is not finite is a gap.
struct Curve {
    enum class Look {
        Line,
        Dots, ///< a line with a disc at every value: few values, nothing known between them
        Faint ///< one of many, or what a smoother line stands for
    };

    QString name; ///< in the table
    QString legend; ///< empty: not in the legend
    std::vector<double> x; ///< ascending
    std::vector<double> y;
    std::vector<double> low; ///< of a band, as many as y; empty: no band
    std::vector<double> high;
    QColor Theme::* colour = &Theme::accent;
    Look look = Look::Line;
};

/// A dashed upright line with a word.
struct CurveMark {
    double x = 0;
    QString text;
    QColor Theme::* colour = &Theme::textMuted;
};

/// Everything a curve chart shows.
struct CurveSet {
    QString xName; ///< of one x in a read-out: "step"
    QString xTitle; ///< below the axis
    QString yTitle;
    bool isShare = false; ///< y is a share of 1, shown in percent
    bool isLogarithmic
        = false; ///< x by its logarithm, 0 a little left of the smallest value above it; ticks only at values
    std::vector<Curve> curves;
    std::vector<CurveMark> marks;
    QString summary; ///< one or two sentences with the numbers that matter; in an empty set, what to do
};

} // namespace vitrine
