// SPDX-License-Identifier: GPL-3.0-or-later
// Where each cell of a token strip stands: wrapped text flow, laid out once for a width.
#pragma once

#include "ui/charts/tokens/scored_text.h"
#include "ui/support/visible_text.h"

#include <QHash>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <utility>
#include <vector>

namespace vitrine {

/// One cell placed. Coordinates are device-independent pixels from the strip's top left corner.
struct PlacedCell {
    QRectF box; ///< the coloured cell or the chip
    QRectF bar; ///< track of the value bar; empty for chips without a score to show
    double baseline = 0; ///< y of the text
    int content = 0; ///< index into TokenLayout::contents()
    bool chip = false;
};

/// What stands in a cell; equal texts share one, so that each distinct text is measured and shaped once.
struct CellContent {
    std::vector<VisibleRun> runs;
    std::vector<double> widths; ///< one per run, box padding included
    double width = 0;
    bool han = false; ///< lines may break on both sides
    bool closes = false; ///< punctuation that stays with what stands before it
};

/// The flow of all cells over one width.
class TokenLayout {
public:
    TokenLayout() = default;
    /// O(cells); measures every distinct text once.
    TokenLayout(const ScoredText& text, double width);

    const std::vector<PlacedCell>& cells() const { return m_cells; }
    const std::vector<CellContent>& contents() const { return m_contents; }
    double height() const { return m_height; }

    /// The cell under `position`; −1 when there is none.
    int cellAt(const QPointF& position) const;
    /// The cell in the row above (`step` < 0) or below whose middle is nearest; the cell itself at the edge.
    int cellInRow(int cell, int step) const;
    /// Cells [first, second) whose rows meet y from `top` to `bottom`.
    std::pair<int, int> cellsBetween(double top, double bottom) const;

private:
    int contentOf(const QString& text, bool chip, double available);
    int rowOf(int cell) const;

    std::vector<PlacedCell> m_cells;
    std::vector<int> m_rowStart; ///< first cell of each row
    std::vector<CellContent> m_contents;
    QHash<std::pair<QString, bool>, int> m_known;
    double m_height = 0;
};

} // namespace vitrine
