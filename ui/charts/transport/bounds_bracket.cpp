// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/transport/bounds_bracket.h"

#include "ui/charts/chart_text.h"

#include <QEvent>

#include <algorithm>

namespace vitrine {

BoundsBracket::BoundsBracket(QWidget* parent)
    : Chart(parent)
{
    setAccessibleName(tr("Distance between its bounds"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void BoundsBracket::setResult(const AnyResult& result)
{
    m_alignment = result.as<Alignment>();
    if (m_alignment && m_alignment->flows.empty())
        m_alignment.reset(); // nothing carried: no distance
    setAccessibleDescription(summary());
    update();
}

std::vector<BoundsBracket::Mark> BoundsBracket::marks() const
{
    if (!m_alignment)
        return {};
    std::vector<Mark> marks;
    const auto& bounds = m_alignment->bounds;
    if (bounds.centroid)
        marks.push_back({ tr("centroids"), QStringLiteral("centroid"), *bounds.centroid });
    if (bounds.su)
        marks.push_back({ tr("Su's bound"), QStringLiteral("su"), *bounds.su });
    marks.push_back({ tr("relaxed"), QStringLiteral("relaxed"), bounds.relaxed });
    marks.push_back({ tr("distance"), QStringLiteral("exact"), m_alignment->exact, true });
    if (m_alignment->sinkhorn)
        marks.push_back({ tr("Sinkhorn"), QStringLiteral("sinkhorn"), m_alignment->sinkhorn->cost });
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.value < b.value; });
    return marks;
}

void BoundsBracket::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const auto all = marks();
    if (all.empty()) {
        paintEmptyState(painter, area, tr("The distance and its bounds appear here."), theme);
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double top = std::max(all.back().value, 1e-12);
    const QRectF line(area.left() + 8, area.top() + 34, area.width() - 16, 6);
    const auto x = [&](double value) { return line.left() + line.width() * std::max(0.0, value) / top; };
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.grid);
    painter.drawRoundedRect(line, 3, 3);
    painter.setBrush(theme.accentSoft);
    painter.drawRoundedRect(QRectF(line.left(), line.top(), x(m_alignment->exact) - line.left(), line.height()), 3, 3);
    const QFont font = chartFont(TextRole::Small);
    const QFontMetricsF metrics(font);
    const int decimals = decimalsFor(top);
    double endAbove = area.left(), endBelow = area.left();
    bool above = true;
    for (const Mark& mark : all) {
        painter.setPen(QPen(mark.isExact ? theme.accent : theme.textMuted, mark.isExact ? 2.5 : 1.5));
        painter.drawLine(QPointF(x(mark.value), line.top() - 5), QPointF(x(mark.value), line.bottom() + 5));
        const QString text = QStringLiteral("%1 %2").arg(mark.name, plainNumber(mark.value, decimals));
        const double width = metrics.horizontalAdvance(text);
        const double left = std::clamp(x(mark.value) - width / 2, area.left(), area.right() - width);
        // Above and below in turn; where a name would hide another, on the side that has room.
        if (left < (above ? endAbove : endBelow) && left >= (above ? endBelow : endAbove))
            above = !above;
        double& end = above ? endAbove : endBelow;
        const double start = std::min(std::max(left, end), area.right() - width);
        end = start + width + 10;
        painter.setFont(font);
        painter.setPen(mark.isExact ? theme.text : theme.textMuted);
        painter.drawText(QPointF(start, above ? line.top() - 11 : line.bottom() + 21), text);
        above = !above;
    }
    painter.restore();
}

void BoundsBracket::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintFigure(painter, rect(), currentTheme());
}

void BoundsBracket::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
    Chart::changeEvent(event);
}

TableData BoundsBracket::table() const
{
    TableData table { { QStringLiteral("name"), QStringLiteral("value") }, {} };
    for (const Mark& mark : marks())
        table.rows.push_back({ mark.id, exactNumber(mark.value) });
    return table;
}

QString BoundsBracket::summary() const
{
    if (!m_alignment)
        return tr("The distance and its bounds appear here.");
    return tr("The distance is %1; the relaxed bound below it is %2.")
        .arg(plainNumber(m_alignment->exact, 4), plainNumber(m_alignment->bounds.relaxed, 4));
}

} // namespace vitrine
