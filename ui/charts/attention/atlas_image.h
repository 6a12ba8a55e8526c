// SPDX-License-Identifier: GPL-3.0-or-later
// All attention maps of a text as one image: 144 single colour maps would take a tenth of a second to draw each time.
#pragma once

#include "ui/charts/attention/attention_maps.h"
#include "ui/support/colour_map.h"

#include <QImage>

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

} // namespace vitrine
