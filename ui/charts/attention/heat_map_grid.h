// SPDX-License-Identifier: GPL-3.0-or-later
// A square of values with labels on two sides, drawn the same on screen and in figures.
#pragma once

#include "ui/support/theme.h"

#include <QPainter>
#include <QStringList>

#include <vector>

namespace vitrine {

/// Where the square and its labels stand for a width.
struct GridFrame {
    QRectF square;
    double cell = 0;
    double labelSide = 0; ///< room at the left
    double labelTop = 0; ///< room above
    double height = 0; ///< of everything
    QRectF rect(int row, int column) const
    {
        return { square.left() + column * cell, square.top() + row * cell, cell, cell };
    }
};

struct GridEmphasis {
    int row = -1, column = -1; ///< selected
    int hoveredRow = -1, hoveredColumn = -1;
};

/// n×n values of [0, 1] with a label for each row and column.
class HeatMapGrid {
public:
    HeatMapGrid() = default;
    /// `values` is (n, n), row-major; `labels` has n entries.
    HeatMapGrid(std::vector<float> values, QStringList labels)
        : m_values(std::move(values))
        , m_labels(std::move(labels))
    {
    }

    int size() const { return int(m_labels.size()); }
    float value(int row, int column) const
    {
        return m_values[std::size_t(row) * std::size_t(size()) + std::size_t(column)];
    }
    const QStringList& labels() const { return m_labels; }
    float largest() const; ///< of the finite values; 0 when there are none

    bool hasFinite() const;

    GridFrame frameFor(double width) const;
    /// Draws from the origin. With `squareRoot` the colour follows the root of value / largest.
    void paint(QPainter& painter, const GridFrame& frame, const Theme& theme, bool squareRoot,
        const GridEmphasis& emphasis) const;

private:
    void paintCells(QPainter& painter, const GridFrame& frame, const Theme& theme, bool squareRoot) const;
    void paintLabels(QPainter& painter, const GridFrame& frame, const Theme& theme, const GridEmphasis& emphasis) const;

    std::vector<float> m_values;
    QStringList m_labels;
};

} // namespace vitrine
