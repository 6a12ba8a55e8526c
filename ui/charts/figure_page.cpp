// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of a figure; one pass computes the boxes, another paints them.
#include "ui/charts/figure_page.h"

#include "core/results/provenance.h"
#include "core/runtime/version.h"
#include "ui/charts/chart_text.h"
#include "ui/support/visible_text.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr double pagePadding = 16;
constexpr double rowGap = 24;
constexpr double columnGap = 24;

struct Box {
    const FigurePart* part;
    QRectF title;
    QRectF chart;
};

struct PageLayout {
    QRectF title;
    std::vector<Box> boxes;
    QRectF provenance;
    double height = 0;
};

QFont titleFont(const QString& text)
{
    QFont font = chartFont(TextRole::Title, text);
    font.setPixelSize(font.pixelSize() + 3);
    return font;
}

PageLayout layOut(const FigurePage& page, double width)
{
    PageLayout layout;
    const double inner = width - 2 * pagePadding;
    double y = pagePadding;
    if (!page.title.isEmpty()) {
        const double height = std::ceil(QFontMetricsF(titleFont(page.title)).height());
        layout.title = QRectF(pagePadding, y, inner, height);
        y += height + 12;
    }
    for (std::size_t first = 0; first < page.parts.size();) {
        std::size_t end = first;
        double weights = 0;
        while (end < page.parts.size() && page.parts[end].row == page.parts[first].row)
            weights += page.parts[end++].weight;
        const double room = inner - columnGap * double(end - first - 1);
        double x = pagePadding, bottom = y;
        for (std::size_t i = first; i < end; ++i) {
            const FigurePart& part = page.parts[i];
            const double column = std::floor(room * part.weight / weights);
            const double title
                = part.title.isEmpty() ? 0 : std::ceil(QFontMetricsF(chartFont(TextRole::Title)).height()) + 8;
            const double height = part.chart->figureSize(column).height();
            layout.boxes.push_back({ &part, QRectF(x, y, column, title), QRectF(x, y + title, column, height) });
            bottom = std::max(bottom, y + title + height);
            x += column + columnGap;
        }
        y = bottom + (end < page.parts.size() ? rowGap : 0);
        first = end;
    }
    if (!page.provenance.isEmpty()) {
        const QFontMetricsF metrics(chartFont(TextRole::Small));
        const QRectF box = metrics.boundingRect(QRectF(0, 0, inner, 1e4), Qt::TextWordWrap, page.provenance);
        layout.provenance = QRectF(pagePadding, y + 16, inner, std::ceil(box.height()) + 2);
        y = layout.provenance.bottom();
    }
    layout.height = std::ceil(y + pagePadding);
    return layout;
}

} // namespace

double figurePageHeight(const FigurePage& page, double width) { return layOut(page, width).height; }

void paintFigurePage(QPainter& painter, const FigurePage& page, double width, const Theme& theme)
{
    const PageLayout layout = layOut(page, width);
    painter.fillRect(QRectF(0, 0, width, layout.height), theme.surface);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!page.title.isEmpty()) {
        const QFont font = titleFont(page.title);
        painter.setFont(font);
        painter.setPen(theme.text);
        painter.drawText(layout.title, int(Qt::AlignLeft | Qt::AlignVCenter),
            QFontMetricsF(font).elidedText(page.title, Qt::ElideRight, layout.title.width()));
    }
    for (const Box& box : layout.boxes) {
        if (!box.part->title.isEmpty()) {
            painter.setFont(chartFont(TextRole::Title, box.part->title));
            painter.setPen(theme.text);
            painter.drawText(box.title, int(Qt::AlignLeft | Qt::AlignTop), box.part->title);
        }
        painter.save();
        box.part->chart->paintFigure(painter, box.chart, theme);
        painter.restore();
    }
    if (!page.provenance.isEmpty()) {
        painter.setFont(chartFont(TextRole::Small, page.provenance));
        painter.setPen(theme.textMuted);
        painter.drawText(layout.provenance, int(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWordWrap, page.provenance);
    }
}

QString provenanceLine(const AnyResult& result)
{
    const auto* kind = findKind(result.kind());
    const Provenance* from = kind ? kind->provenance(result) : nullptr;
    if (!from)
        return {};
    QStringList parts { visibleText(QString::fromStdString(from->model.name)) };
    if (!from->model.sha256.empty())
        parts << QStringLiteral("sha256 ") + QString::fromStdString(from->model.sha256.substr(0, 12));
    parts << kind->method(result);
    parts << QStringLiteral("Vitrine ")
            + QString::fromStdString(from->engine.version.empty() ? vitrineVersion() : from->engine.version);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace vitrine
