// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/transport/cost_matrix.h"

#include "ui/charts/chart_text.h"
#include "ui/support/colour_map.h"
#include "ui/support/visible_text.h"

#include <QHelpEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr double maxLabelLength = 96;
constexpr double labelAngle = 60;

QString wordAt(const AlignmentSide& side, std::size_t index)
{
    return visibleText(QString::fromStdString(side.tokens[index]));
}

double widest(const AlignmentSide& side)
{
    double width = 8;
    for (std::size_t i = 0; i < side.tokens.size(); ++i) {
        const QString word = wordAt(side, i);
        width = std::max(width, QFontMetricsF(chartFont(TextRole::Small, word)).horizontalAdvance(word));
    }
    return std::min(width, maxLabelLength);
}

double largest(const std::vector<std::vector<double>>& rows)
{
    double top = 0;
    for (const auto& row : rows) {
        for (const double value : row)
            top = std::max(top, value);
    }
    return top;
}

} // namespace

CostMatrix::CostMatrix(QWidget* parent)
    : Chart(parent)
{
    setAccessibleName(tr("Costs and plan"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void CostMatrix::setResult(const AnyResult& result)
{
    m_alignment = result.as<Alignment>();
    setAccessibleDescription(summary());
    updateGeometry();
    update();
}

CostMatrix::Frame CostMatrix::frameFor(double width) const
{
    const double angle = labelAngle * M_PI / 180;
    Frame frame;
    frame.side = std::min(widest(m_alignment->left), width * 0.3) + 8;
    frame.top = std::ceil(widest(m_alignment->right) * std::sin(angle) + 16);
    const double overhang = std::min(widest(m_alignment->right) * std::cos(angle), width * 0.15);
    frame.cell = std::clamp(
        (width - frame.side - overhang) / double(std::max<std::size_t>(1, m_alignment->right.tokens.size())), 2.0,
        30.0);
    return frame;
}

QSizeF CostMatrix::figureSize(double width) const
{
    if (isEmpty())
        return { width, 120 };
    const Frame frame = frameFor(width);
    return { width, frame.top + frame.cell * double(m_alignment->left.tokens.size()) + 4 };
}

void CostMatrix::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (isEmpty()) {
        paintEmptyState(painter, area, emptySentence(), theme);
        return;
    }
    painter.save();
    painter.translate(area.topLeft());
    const Frame frame = frameFor(area.width());
    const auto& map = ColourMap::magnitudeMap(theme);
    const double top = largest(m_alignment->cost), mass = largest(m_alignment->plan);
    const auto cell = [&](std::size_t row, std::size_t column) {
        return QRectF(
            frame.side + frame.cell * double(column), frame.top + frame.cell * double(row), frame.cell, frame.cell);
    };
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t row = 0; row < m_alignment->cost.size(); ++row) {
        for (std::size_t column = 0; column < m_alignment->cost[row].size(); ++column)
            painter.fillRect(
                cell(row, column), QColor(map.at(top > 0 ? m_alignment->cost[row][column] / top : 0, 0, 1)));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t row = 0; row < m_alignment->plan.size(); ++row) {
        for (std::size_t column = 0; column < m_alignment->plan[row].size(); ++column) {
            const double share = mass > 0 ? m_alignment->plan[row][column] / mass : 0;
            if (share <= 0)
                continue;
            const QRectF place = cell(row, column);
            const double radius = std::max(1.2, place.width() * 0.42 * std::sqrt(share));
            const QColor under(map.at(top > 0 ? m_alignment->cost[row][column] / top : 0, 0, 1));
            painter.setPen(Qt::NoPen);
            painter.setBrush(readableOn(under));
            painter.drawEllipse(place.center(), radius, radius);
        }
    }
    painter.setPen(theme.textMuted);
    for (std::size_t row = 0; row < m_alignment->left.tokens.size() && frame.cell >= 9; ++row) {
        const QString word = wordAt(m_alignment->left, row);
        const QFont font = chartFont(TextRole::Small, word);
        painter.setFont(font);
        painter.drawText(QRectF(0, frame.top + frame.cell * double(row), frame.side - 6, frame.cell),
            int(Qt::AlignRight | Qt::AlignVCenter) | Qt::TextDontClip,
            QFontMetricsF(font).elidedText(word, Qt::ElideRight, frame.side - 6));
    }
    for (std::size_t column = 0; column < m_alignment->right.tokens.size() && frame.cell >= 9; ++column) {
        const QString word = wordAt(m_alignment->right, column);
        const QFont font = chartFont(TextRole::Small, word);
        painter.save();
        painter.translate(frame.side + frame.cell * (double(column) + 0.5), frame.top - 5);
        painter.rotate(-labelAngle);
        painter.setFont(font);
        painter.drawText(QPointF(0, 4), QFontMetricsF(font).elidedText(word, Qt::ElideRight, maxLabelLength));
        painter.restore();
    }
    painter.restore();
}

void CostMatrix::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintFigure(painter, rect(), currentTheme());
}

std::pair<int, int> CostMatrix::cellAt(const QPointF& position) const
{
    if (isEmpty())
        return { -1, -1 };
    const Frame frame = frameFor(width());
    const int row = int(std::floor((position.y() - frame.top) / frame.cell)),
              column = int(std::floor((position.x() - frame.side) / frame.cell));
    const bool inside = row >= 0 && column >= 0 && row < int(m_alignment->cost.size())
        && column < int(m_alignment->right.tokens.size());
    return inside ? std::pair(row, column) : std::pair(-1, -1);
}

bool CostMatrix::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto [row, column] = cellAt(help->pos()); row >= 0) {
            const auto i = std::size_t(row), j = std::size_t(column);
            QToolTip::showText(help->globalPos(),
                tr("%1 → %2: cost %3, mass %4")
                    .arg(wordAt(m_alignment->left, i), wordAt(m_alignment->right, j),
                        plainNumber(m_alignment->cost[i][j], 4), plainNumber(m_alignment->plan[i][j], 4)),
                this);
            return true;
        }
    }
    return Chart::event(event);
}

void CostMatrix::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
    Chart::changeEvent(event);
}

TableData CostMatrix::table() const
{
    TableData table {
        { QStringLiteral("left"), QStringLiteral("right"), QStringLiteral("cost"), QStringLiteral("mass") }, {}
    };
    for (std::size_t i = 0; !isEmpty() && i < m_alignment->cost.size(); ++i) {
        for (std::size_t j = 0; j < m_alignment->cost[i].size(); ++j) {
            table.rows.push_back({ QString::fromStdString(m_alignment->left.tokens[i]),
                QString::fromStdString(m_alignment->right.tokens[j]), exactNumber(m_alignment->cost[i][j]),
                exactNumber(m_alignment->plan[i][j]) });
        }
    }
    return table;
}

QString CostMatrix::emptySentence() const
{
    return m_alignment && !m_alignment->flows.empty()
        ? tr("There are too many pairs of words to draw their costs; the flows are above.")
        : tr("The cost of every pair of words appears here.");
}

QString CostMatrix::summary() const
{
    if (isEmpty())
        return emptySentence();
    return tr("%1 by %2 words; the plan uses %3 of the pairs.")
        .arg(m_alignment->left.tokens.size())
        .arg(m_alignment->right.tokens.size())
        .arg(m_alignment->flows.size());
}

} // namespace vitrine
