// SPDX-License-Identifier: GPL-3.0-or-later
// Pools first, takes the square root after: the root is monotone, so the maximum may be taken on either side of it.
#include "ui/charts/attention/atlas_image.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine {

QImage mapThumbnail(const float* values, int length, int side, const ColourMap& map)
{
    side = std::max(side, 1);
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    const auto begin = [&](int pixel) { return int(std::int64_t(pixel) * length / side); };
    const auto end
        = [&](int pixel) { return std::max(begin(pixel) + 1, int(std::int64_t(pixel + 1) * length / side)); };
    for (int y = 0; y < side; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < side; ++x) {
            float largest = -1;
            for (int i = begin(y); i < end(y); ++i) {
                for (int j = begin(x); j < end(x); ++j) {
                    const float value = values[std::size_t(i) * std::size_t(length) + std::size_t(j)];
                    largest = value > largest && value <= std::numeric_limits<float>::max() ? value : largest;
                }
            }
            // A comparison with NaN is false, so a pixel of NaN (or infinity) alone still holds −1: it stays
            // transparent.
            line[x] = largest < 0 ? qRgba(0, 0, 0, 0) : map.at(std::sqrt(double(largest)), 0, 1);
        }
    }
    return image;
}

QImage atlasImage(const AttentionMaps& maps, const AtlasGrid& grid, const ColourMap& map)
{
    const int pitch = grid.cell + grid.gap;
    QImage image(std::max(maps.heads() * pitch - grid.gap, 1), std::max(maps.layers() * pitch - grid.gap, 1),
        QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    for (int row = 0; row < maps.layers(); ++row) {
        for (int column = 0; column < maps.heads(); ++column)
            painter.drawImage(
                column * pitch, row * pitch, mapThumbnail(maps.map(row, column), maps.length(), grid.cell, map));
    }
    return image;
}

} // namespace vitrine
