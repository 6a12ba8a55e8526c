// SPDX-License-Identifier: GPL-3.0-or-later
// One cell: coloured box, text that reads on it, and a thin bar, so that colour is never the only channel.
#include "ui/charts/tokens/token_painter.h"

#include "ui/charts/chart_text.h"
#include "ui/support/colour_map.h"

#include <QCoreApplication>
#include <QLinearGradient>
#include <QPen>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

void drawRuns(
    QPainter& painter, const PlacedCell& cell, const CellContent& content, const QColor& colour, ShapedTexts* shaped)
{
    double x = cell.box.left() + (cell.box.width() - content.width) / 2;
    for (std::size_t r = 0; r < content.runs.size(); ++r) {
        const VisibleRun& run = content.runs[r];
        const QFont font = chartFont(cell.chip || run.boxed ? TextRole::Small : TextRole::Token, run.text);
        painter.setPen(colour);
        painter.setFont(font);
        if (run.boxed) {
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(
                QRectF(x + 1.5, cell.box.top() + 4.5, content.widths[r] - 3, cell.box.height() - 9), 2, 2);
            painter.drawText(QPointF(x + 4, cell.baseline - 1), run.text);
        } else if (shaped) {
            QStaticText& text = (*shaped)[{ cell.content, int(r) }];
            if (text.text().isEmpty()) {
                text = QStaticText(run.text);
                text.setTextFormat(Qt::PlainText);
                text.setPerformanceHint(QStaticText::AggressiveCaching);
                text.prepare(painter.transform(), font);
            }
            painter.drawStaticText(QPointF(x, cell.baseline - QFontMetricsF(font).ascent()), text);
        } else {
            painter.drawText(QPointF(x, cell.baseline), run.text);
        }
        x += content.widths[r];
    }
}

const ColourMap& mapOf(const ScoredText& text, const Theme& theme)
{
    return text.isShare() ? ColourMap::magnitudeMap(theme) : ColourMap::signedMap(theme);
}

/// From the middle for scores with a sign, from the left for shares.
void drawBar(QPainter& painter, const QRectF& track, double value, const ScoredText& text, const Theme& theme)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.grid);
    painter.drawRoundedRect(track, 1.5, 1.5);
    if (!std::isfinite(value))
        return;
    const double room = text.isShare() ? track.width() : track.width() / 2;
    const double length = std::max(room * std::min(std::abs(value) / text.limit(), 1.0), value == 0 ? 0.0 : 0.75);
    const double left = text.isShare() ? track.left() : value < 0 ? track.center().x() - length : track.center().x();
    painter.setBrush(text.isShare() ? theme.accent : QColor(ColourMap::signedMap(theme).entry(value < 0 ? 0 : 255)));
    painter.drawRoundedRect(QRectF(left, track.top(), length, track.height()), 1, 1);
}

QLinearGradient scaleGradient(const QRectF& area, const ColourMap& map)
{
    QLinearGradient gradient(area.topLeft(), area.topRight());
    for (int i = 0; i <= 16; ++i)
        gradient.setColorAt(i / 16.0, QColor(map.entry(std::min(i * 16, 255))));
    return gradient;
}

QString readOutName(const ScoredText& text, int cell)
{
    return text.cells()[std::size_t(cell)].text.isEmpty() ? QString()
                                                          : visibleText(text.cells()[std::size_t(cell)].text);
}

constexpr double scaleWidth = 224;
constexpr double legendLine = 40;

bool legendInOneLine(double width) { return width >= 640; }

} // namespace

void paintTokens(QPainter& painter, const ScoredText& text, const TokenLayout& layout, std::pair<int, int> range,
    const Theme& theme, const TokenEmphasis& emphasis, ShapedTexts* shaped)
{
    const ColourMap& map = mapOf(text, theme);
    const double limit = text.limit(), bottom = text.isShare() ? 0 : -limit;
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = range.first; i < range.second; ++i) {
        const PlacedCell& cell = layout.cells()[std::size_t(i)];
        const double score = text.cells()[std::size_t(i)].score;
        const QColor fill = QColor::fromRgba(map.at(score, bottom, limit));
        const bool missing = !std::isfinite(score);
        const QRectF outline = cell.box.adjusted(0.5, 0.5, -0.5, -0.5);
        if (cell.chip || missing) {
            // A chip carries its value in the bar; only one that matters is tinted.
            const bool tinted = cell.chip && !missing && std::abs(score) > 0.02 * limit;
            painter.setPen(QPen(missing && !cell.chip ? theme.textMuted : theme.border, 1,
                missing && !cell.chip ? Qt::DashLine : Qt::SolidLine));
            painter.setBrush(tinted ? QBrush(fill) : Qt::NoBrush);
            painter.drawRoundedRect(outline, 4, 4);
            drawRuns(painter, cell, layout.contents()[std::size_t(cell.content)],
                tinted ? readableOn(fill) : theme.textMuted, shaped);
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(fill);
            painter.drawRoundedRect(cell.box, 4, 4);
            drawRuns(painter, cell, layout.contents()[std::size_t(cell.content)], readableOn(fill), shaped);
        }
        if (!cell.chip || (!missing && score != 0))
            drawBar(painter, cell.bar, score, text, theme);
        if (i == emphasis.selected || i == emphasis.hovered) {
            painter.setBrush(Qt::NoBrush);
            const bool selected = i == emphasis.selected;
            if (selected) { // a gap in the colour of the surface sets the ring apart from the cell
                painter.setPen(QPen(theme.surface, 1.5));
                painter.drawRoundedRect(cell.box.adjusted(-0.75, -0.75, 0.75, 0.75), 4.5, 4.5);
            }
            painter.setPen(QPen(selected ? theme.accent : theme.textMuted, selected ? 2 : 1));
            const double grow = selected ? 2.5 : 0.5;
            painter.drawRoundedRect(cell.box.adjusted(-grow, -grow, grow, grow), 6, 6);
        }
    }
}

double tokenLegendHeight(const ScoredText& text, double width)
{
    const bool notes = !text.hiddenNote().isEmpty() || !text.trouble().isEmpty();
    return legendLine + (legendInOneLine(width) ? 0 : 24) + (notes ? 20 : 0);
}

void paintTokenLegend(QPainter& painter, const QRectF& area, const ScoredText& text, int cell, const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont small = chartFont(TextRole::Small);
    const QFontMetricsF metrics(small);
    double y = area.top() + 8;

    const bool oneLine = legendInOneLine(area.width());
    const QRectF scale(area.left(), y, std::min(scaleWidth, area.width()), 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(scaleGradient(scale, mapOf(text, theme)));
    painter.drawRoundedRect(scale, 3, 3);
    const int decimals = text.decimals();
    const double numbers = scale.bottom() + 4 + metrics.ascent();
    const QString zero = plainNumber(0, 0);
    const bool numbered = text.largest() > 0;
    const auto end = [&](double value, const QString& word, const QString& numberedWord) {
        return numbered ? numberedWord.arg(signedNumber(value, decimals)) : word;
    };
    const QString low = text.isShare() ? zero
                                       : end(-text.largest(), QCoreApplication::translate("vitrine", "against"),
                                             QCoreApplication::translate("vitrine", "%1 against"));
    const QString high = text.isShare()
        ? QCoreApplication::translate("vitrine", "%1 of the step").arg(percent(text.largest()))
        : end(text.largest(), QCoreApplication::translate("vitrine", "for"),
              QCoreApplication::translate("vitrine", "for %1"));
    painter.setFont(small);
    painter.setPen(theme.textMuted);
    painter.drawText(QPointF(scale.left(), numbers), low);
    if (!text.isShare())
        painter.drawText(QPointF(scale.center().x() - metrics.horizontalAdvance(zero) / 2, numbers), zero);
    painter.drawText(QPointF(scale.right() - metrics.horizontalAdvance(high), numbers), high);

    if (text.scores().draft) {
        const QString draft = QCoreApplication::translate("vitrine", "draft");
        const QRectF pill(
            scale.right() + 12, scale.top() - 2, metrics.horizontalAdvance(draft) + 16, metrics.height() + 4);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.warnSoft);
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
        painter.setPen(theme.warn);
        painter.drawText(QPointF(pill.left() + 8, pill.top() + 2 + metrics.ascent()), draft);
    }

    const QFont body = chartFont(TextRole::Body);
    const QFontMetricsF bodyMetrics(body);
    if (cell >= 0) {
        QFont bold = chartFont(TextRole::Body, text.cells()[std::size_t(cell)].text);
        bold.setWeight(QFont::DemiBold);
        const QFontMetricsF boldMetrics(bold);
        const QString rest = text.readOut(cell);
        const double room = oneLine ? area.width() - scaleWidth - 24 : area.width();
        const double restWidth = bodyMetrics.horizontalAdvance(rest);
        const QString name
            = boldMetrics.elidedText(readOutName(text, cell), Qt::ElideRight, std::max(room - restWidth - 12, 24.0));
        const double width = boldMetrics.horizontalAdvance(name) + 8 + restWidth;
        const double x = oneLine ? area.right() - width : area.left();
        const double baseline = oneLine ? numbers : numbers + 24;
        painter.setFont(bold);
        painter.setPen(theme.text);
        painter.drawText(QPointF(x, baseline), name);
        painter.setFont(body);
        painter.setPen(theme.textMuted);
        painter.drawText(QPointF(x + boldMetrics.horizontalAdvance(name) + 8, baseline), rest);
    }
    const QString notes = text.trouble().isEmpty() ? text.hiddenNote()
        : text.hiddenNote().isEmpty()              ? text.trouble()
                                                   : text.trouble() + QStringLiteral("  ·  ") + text.hiddenNote();
    if (!notes.isEmpty()) {
        painter.setFont(small);
        painter.setPen(text.trouble().isEmpty() ? theme.textMuted : theme.warn);
        painter.drawText(QPointF(area.left(), area.bottom() - metrics.descent() - 2),
            metrics.elidedText(notes, Qt::ElideRight, area.width()));
    }
}

} // namespace vitrine
