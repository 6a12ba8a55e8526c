// SPDX-License-Identifier: GPL-3.0-or-later
// How maps of heads are painted small and large: all of them as one image, because 144 single colour maps would take a
// tenth of a second to draw each time, and the magnifier that shows one.
#pragma once

#include "ui/charts/attention/attention_maps.h"
#include "ui/support/colour_map.h"

#include <QImage>
#include <QWidget>

namespace vitrine {

/// Where the maps stand: square cells of `cell` pixels, `gap` apart, from the top left corner.
struct AtlasGrid {
    int cell = 0;
    int gap = 0;
};

/// One (L, L) map in `side`×`side` pixels: max-pooled when L is larger, so that a single strong weight is never lost,
/// else repeated; coloured on a square-root scale over [0, 1]. Rows are queries.
QImage mapThumbnail(const float* values, int length, int side, const ColourMap& map);

/// The whole grid, transparent between the maps. Touches no widget and may run on any thread.
QImage atlasImage(const AttentionMaps& maps, const AtlasGrid& grid, const ColourMap& map);

/// A floating child that never takes the mouse.
class HeadLens : public QWidget {
public:
    explicit HeadLens(QWidget* parent);

    /// Shows a head of the grid beside `anchor` (parent's coordinates), inside the parent.
    void showHead(const AttentionMaps& maps, int row, int column, const QRectF& anchor);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_image;
    QString m_title;
    QString m_detail;
};

/// "entropy 2.31 of 3.58 nats · to itself 0.10 · before 0.09 · special 0.31", or nothing.
QString headDetail(const AttentionMaps& maps, int row, int column);

} // namespace vitrine
