// SPDX-License-Identifier: GPL-3.0-or-later
// Large maps are pooled by their maximum, so that a single strong weight is never lost.
#include "ui/charts/attention/head_lens.h"

#include "ui/charts/chart_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine {

namespace {

constexpr int mapSide = 168;
constexpr int lensPadding = 10;

QString tr(const char* text) { return QCoreApplication::translate("vitrine::HeadLens", text); }

} // namespace

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

HeadLens::HeadLens(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("headLens"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void HeadLens::showHead(const AttentionMaps& maps, int row, int column, const QRectF& anchor)
{
    m_title = tr("Layer %1, head %2").arg(maps.layerOf(row) + 1).arg(maps.headOf(column) + 1);
    m_detail = headDetail(maps, row, column);
    const qreal ratio = devicePixelRatioF();
    m_image = mapThumbnail(
        maps.map(row, column), maps.length(), int(mapSide * ratio), ColourMap::magnitudeMap(currentTheme()));
    m_image.setDevicePixelRatio(ratio);

    const QFontMetricsF title(chartFont(TextRole::Title)), small(chartFont(TextRole::Small));
    const int lines = m_detail.isEmpty() ? 0 : int(m_detail.count(QLatin1Char('\n'))) + 1;
    const int height = int(std::ceil(title.height() + lines * small.lineSpacing())) + mapSide + 2 * lensPadding + 10;
    resize(mapSide + 2 * lensPadding, height);
    const bool roomAtRight = anchor.right() + 12 + width() <= parentWidget()->width();
    const int x = roomAtRight ? int(anchor.right()) + 12 : int(anchor.left()) - 12 - width();
    const int y = std::clamp(int(anchor.center().y()) - height / 2, 0, std::max(parentWidget()->height() - height, 0));
    move(std::max(x, 0), y);
    raise();
    show();
    update();
}

void HeadLens::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    QRectF line(lensPadding, lensPadding, mapSide, QFontMetricsF(chartFont(TextRole::Title)).height());
    painter.setFont(chartFont(TextRole::Title));
    painter.setPen(theme.text);
    painter.drawText(line, int(Qt::AlignLeft | Qt::AlignVCenter), m_title);
    const QRectF map(lensPadding, line.bottom() + 5, mapSide, mapSide);
    painter.drawImage(map, m_image);
    painter.setPen(QPen(theme.grid, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(map.adjusted(-0.5, -0.5, 0.5, 0.5));
    painter.setFont(chartFont(TextRole::Small));
    painter.setPen(theme.textMuted);
    painter.drawText(QRectF(lensPadding, map.bottom() + 5, mapSide, height() - map.bottom() - 5),
        int(Qt::AlignLeft | Qt::AlignTop), m_detail);
}

QString headDetail(const AttentionMaps& maps, int row, int column)
{
    const HeadStatistics* s = maps.statistics(row, column);
    if (!s)
        return {};
    const double maxEntropy = std::log(double(std::max(maps.length(), 1)));
    return tr("entropy %1 of %2 nats").arg(plainNumber(s->entropy, 2), plainNumber(maxEntropy, 2)) + QLatin1Char('\n')
        + tr("to itself %1 · before %2").arg(plainNumber(s->diagonal, 2), plainNumber(s->previous, 2))
        + QLatin1Char('\n') + tr("to special tokens %1").arg(plainNumber(s->special, 2));
}

} // namespace vitrine
