// SPDX-License-Identifier: GPL-3.0-or-later
// The rows look like those of the texts at the left.
#include "ui/pages/alignment/neighbour_delegate.h"

#include "ui/support/theme.h"
#include "ui/widgets/plain_text.h"

#include <QListView>
#include <QPainter>
#include <QTextLayout>

namespace vitrine {

namespace {

constexpr int inset = 10;
constexpr int padding = 7;
constexpr int maxLines = 3;

QStringList linesOf(const QString& text, const QFont& font, int width)
{
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList lines;
    layout.beginLayout();
    for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() + 1 == maxLines) {
            lines.append(QFontMetrics(font).elidedText(text.mid(line.textStart()), Qt::ElideRight, width));
            break;
        }
        lines.append(text.mid(line.textStart(), line.textLength()));
    }
    layout.endLayout();
    return lines;
}

} // namespace

NeighbourDelegate::NeighbourDelegate(QListView* list)
    : QStyledItemDelegate(list)
    , m_list(list)
{
}

QSize NeighbourDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const auto body = textFont(TextRole::Body);
    const int width = m_list->viewport()->width() - 2 * inset;
    const auto lines = linesOf(index.data(Qt::DisplayRole).toString(), body, width).size();
    return { 120,
        int(lines) * QFontMetrics(body).height() + QFontMetrics(textFont(TextRole::Small)).height() + 2 * padding + 4 };
}

void NeighbourDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& theme = currentTheme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    if (isCurrent || hasFocus || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(hasFocus ? theme.accent : isCurrent ? theme.border : QColor(Qt::transparent));
        painter->setBrush(isCurrent ? theme.surface : theme.surfaceRaised);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5), 8, 8);
    }
    auto line = option.rect.adjusted(inset, padding, -inset, -padding);
    const auto body = textFont(TextRole::Body);
    line.setHeight(QFontMetrics(body).height());
    painter->setFont(body);
    painter->setPen(theme.text);
    for (const auto& part : linesOf(index.data(Qt::DisplayRole).toString(), body, line.width())) {
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, part);
        line.translate(0, line.height());
    }
    auto bold = textFont(TextRole::Small);
    bold.setWeight(QFont::DemiBold);
    const auto distance = index.data(DistanceRole).toString();
    line.translate(0, 2);
    line.setHeight(QFontMetrics(bold).height());
    painter->setFont(bold);
    painter->setPen(theme.textMuted);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, distance);
    line.setLeft(line.left() + QFontMetrics(bold).horizontalAdvance(distance) + 8);
    const auto small = textFont(TextRole::Small);
    painter->setFont(small);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(small).elidedText(index.data(NoteRole).toString(), Qt::ElideRight, line.width()));
    painter->restore();
}

} // namespace vitrine
