// SPDX-License-Identifier: GPL-3.0-or-later
// The current row looks like a card, as the model above it does.
#include "ui/window/text_delegate.h"

#include "ui/support/icons.h"
#include "ui/support/theme.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/text_history.h"

#include <QLocale>
#include <QPainter>

#include <cmath>

namespace vitrine {

namespace {

constexpr int inset = 10;
constexpr int padding = 7;

} // namespace

QSize TextDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    const QFontMetrics body(textFont(TextRole::Body));
    const QFontMetrics small(textFont(TextRole::Small));
    return { 120, body.height() + small.height() + 2 * padding + 4 };
}

void TextDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& theme = currentTheme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const auto frame = QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5);
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    if (isCurrent || hasFocus || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(hasFocus ? theme.accent : isCurrent ? theme.border : QColor(Qt::transparent));
        painter->setBrush(isCurrent ? theme.surface : theme.surfaceRaised);
        painter->drawRoundedRect(frame, 8, 8);
    }
    auto area = option.rect.adjusted(inset, padding, -inset, -padding);
    if (index.data(TextHistory::PinnedRole).toBool()) {
        lineIcon(QStringLiteral("pin")).paint(painter, QRect(area.right() - 13, area.top() + 1, 14, 14));
        area.setRight(area.right() - 20);
    }
    const auto body = textFont(TextRole::Body);
    const auto small = textFont(TextRole::Small);
    const QFontMetrics bodyMetrics(body);
    const QFontMetrics smallMetrics(small);
    const QRect first(area.left(), area.top(), area.width(), bodyMetrics.height());
    const QRect second(area.left(), first.bottom() + 3, area.width(), smallMetrics.height());

    painter->setFont(body);
    painter->setPen(theme.text);
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        bodyMetrics.elidedText(isolated(index.data(Qt::DisplayRole).toString()), Qt::ElideRight, first.width()));

    const auto label = index.data(TextHistory::LabelRole).toString();
    painter->setFont(small);
    painter->setPen(theme.textMuted);
    if (label.isEmpty()) {
        painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter, tr("not predicted yet"));
    } else {
        const double probability = index.data(TextHistory::ProbabilityRole).toDouble();
        const auto value = std::isfinite(probability) ? QLocale().toString(probability, 'f', 3) : QString();
        auto bold = small;
        bold.setWeight(QFont::DemiBold);
        const int valueWidth = QFontMetrics(bold).horizontalAdvance(value) + 6;
        const auto shown = smallMetrics.elidedText(isolated(label), Qt::ElideRight, second.width() - valueWidth);
        painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        painter->setFont(bold);
        painter->drawText(second.adjusted(smallMetrics.horizontalAdvance(shown) + 6, 0, 0, 0),
            Qt::AlignLeft | Qt::AlignVCenter, value);
    }
    painter->restore();
}

} // namespace vitrine
