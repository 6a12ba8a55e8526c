// SPDX-License-Identifier: GPL-3.0-or-later
// Colour maps: a number becomes a colour in exactly one way, on screen and in figures.
#pragma once

#include "ui/support/theme.h"

#include <QColor>

#include <array>

namespace vitrine {

/// 256 colours over an interval.
class ColourMap {
public:
    /// Blue–white–red (blue–dark–red on dark themes), for signed values in [−1, 1].
    static const ColourMap& signedMap(const Theme& theme);
    /// From the surface colour to the deep end, for magnitudes in [0, 1].
    static const ColourMap& magnitudeMap(const Theme& theme);

    /// The colour of `value` in [low, high]; clamped; NaN is transparent.
    QRgb at(double value, double low, double high) const;
    QRgb entry(int index) const { return m_table[std::size_t(index)]; }

    explicit ColourMap(const std::array<QRgb, 256>& table)
        : m_table(table)
    {
    }

private:
    std::array<QRgb, 256> m_table;
};

/// Black or white, whichever reads better on `background` (contrast ≥ 4.5:1 for every entry of the maps).
QColor readableOn(const QColor& background);
/// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace vitrine
