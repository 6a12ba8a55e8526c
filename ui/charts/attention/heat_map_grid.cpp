// SPDX-License-Identifier: GPL-3.0-or-later
// Few cells are rectangles (sharp in vector files); many are one image, where a rectangle each would only swell the
// file.
#include "ui/charts/attention/heat_map_grid.h"

#include "ui/charts/chart_text.h"
#include "ui/support/colour_map.h"

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr int maxRectangles = 96; // cells on a side
constexpr double maxLabelLength = 88;
constexpr double labelAngle = 60;

double sine(double degrees) { return std::sin(degrees * M_PI / 180); }
double cosine(double degrees) { return std::cos(degrees * M_PI / 180); }

double maxLabelWidth(const QStringList& labels)
{
    const QFontMetricsF metrics(chartFont(TextRole::Small));
    double widest = 8;
    for (const QString& label : labels)
        widest = std::max(widest, std::min(metrics.horizontalAdvance(label), maxLabelLength));
    return widest;
}

QRgb colourOf(const ColourMap& map, float value, float largest, bool squareRoot)
{
    if (!std::isfinite(value))
        return qRgba(0, 0, 0, 0);
    const double share = largest > 0 ? std::clamp(double(value) / double(largest), 0.0, 1.0) : 0;
    return map.at(squareRoot ? std::sqrt(share) : share, 0, 1);
}

} // namespace

float HeatMapGrid::largest() const
{
    float largest = 0;
    for (const float value : m_values) {
        if (std::isfinite(value))
            largest = std::max(largest, value);
    }
    return largest;
}

bool HeatMapGrid::hasFinite() const
{
    return std::any_of(m_values.begin(), m_values.end(), [](float value) { return std::isfinite(value); });
}

GridFrame HeatMapGrid::frameFor(double width) const
{
    const QFontMetricsF metrics(chartFont(TextRole::Small));
    const double label = maxLabelWidth(m_labels);
    GridFrame frame;
    frame.labelSide = std::min(label, width * 0.3) + 8;
    frame.labelTop = std::ceil(label * sine(labelAngle) + metrics.height() * 0.6) + 6;
    // The last column's label leans over the right edge.
    const double overhang = std::min(label * cosine(labelAngle), width * 0.15);
    const double room = std::max(width - frame.labelSide - overhang, 24.0);
    const int n = std::max(size(), 1);
    frame.cell = std::min(room / n, 32.0);
    frame.square = QRectF(frame.labelSide, frame.labelTop, frame.cell * n, frame.cell * n);
    frame.height = frame.square.bottom() + 2;
    return frame;
}

void HeatMapGrid::paint(
    QPainter& painter, const GridFrame& frame, const Theme& theme, bool squareRoot, const GridEmphasis& emphasis) const
{
    paintCells(painter, frame, theme, squareRoot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.border, 1));
    painter.drawRect(frame.square.adjusted(-0.5, -0.5, 0.5, 0.5));
    paintLabels(painter, frame, theme, emphasis);

    const auto mark = [&](int row, int column, const QColor& colour) {
        painter.setPen(QPen(colour, 1));
        if (row >= 0)
            painter.drawRect(QRectF(frame.square.left(), frame.rect(row, 0).top(), frame.square.width(), frame.cell));
        if (column >= 0)
            painter.drawRect(
                QRectF(frame.rect(0, column).left(), frame.square.top(), frame.cell, frame.square.height()));
    };
    mark(emphasis.hoveredRow, emphasis.hoveredColumn, theme.textMuted);
    mark(emphasis.row, emphasis.column, theme.accent);
    if (emphasis.row >= 0 && emphasis.column >= 0) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(frame.rect(emphasis.row, emphasis.column).adjusted(-1, -1, 1, 1));
    }
}

void HeatMapGrid::paintCells(QPainter& painter, const GridFrame& frame, const Theme& theme, bool squareRoot) const
{
    const ColourMap& map = ColourMap::magnitudeMap(theme);
    const float top = largest();
    const int n = size();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    if (n <= maxRectangles) {
        for (int row = 0; row < n; ++row) {
            for (int column = 0; column < n; ++column) {
                const QRgb colour = colourOf(map, value(row, column), top, squareRoot);
                if (qAlpha(colour) > 0)
                    painter.fillRect(frame.rect(row, column), QColor(colour));
            }
        }
        return;
    }
    QImage image(n, n, QImage::Format_ARGB32_Premultiplied);
    for (int row = 0; row < n; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < n; ++column)
            line[column] = colourOf(map, value(row, column), top, squareRoot);
    }
    painter.drawImage(frame.square, image);
}

void HeatMapGrid::paintLabels(
    QPainter& painter, const GridFrame& frame, const Theme& theme, const GridEmphasis& emphasis) const
{
    // A little smaller before any is left out.
    const int fontSize = std::clamp(int(frame.cell * 1.1), 8, chartFont(TextRole::Small).pixelSize());
    const double line = fontSize * 0.92;
    const int step = std::max(1, int(std::ceil(line / std::max(frame.cell, 1e-6))));
    const auto shows = [&](int i, int selected) {
        const bool inTheWay = selected >= 0 && i != selected && std::abs(i - selected) * frame.cell < line;
        return i == selected || (i % step == 0 && !inTheWay);
    };
    const auto prepare = [&](int i, bool selected, double room) {
        QFont font = chartFont(TextRole::Small, m_labels[i]);
        font.setWeight(selected ? QFont::Bold : QFont::Normal);
        font.setPixelSize(fontSize);
        painter.setFont(font);
        painter.setPen(selected ? theme.text : theme.textMuted);
        return QFontMetricsF(font).elidedText(m_labels[i], Qt::ElideRight, room);
    };
    const int row = emphasis.hoveredRow >= 0 ? emphasis.hoveredRow : emphasis.row;
    const int column = emphasis.hoveredColumn >= 0 ? emphasis.hoveredColumn : emphasis.column;
    for (int i = 0; i < size(); ++i) {
        if (shows(i, row)) {
            const QString text = prepare(i, i == row, frame.labelSide - 8);
            const QRectF cell = frame.rect(i, 0);
            painter.drawText(QRectF(0, cell.center().y() - 12, frame.labelSide - 6, 24),
                int(Qt::AlignRight | Qt::AlignVCenter), text);
        }
        if (shows(i, column)) {
            const QString text = prepare(i, i == column, maxLabelLength);
            painter.save();
            painter.translate(frame.rect(0, i).center().x(), frame.square.top() - 6);
            painter.rotate(-labelAngle);
            painter.drawText(QPointF(0, painter.fontMetrics().capHeight() / 2.0), text);
            painter.restore();
        }
    }
}

} // namespace vitrine
