// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/two_columns.h"

#include <QBoxLayout>
#include <QEvent>

#include <algorithm>

namespace vitrine {

namespace {

constexpr int spacing = 12;

QSize leastOf(const QWidget* widget) { return widget->isHidden() ? QSize(0, 0) : widget->minimumSizeHint(); }

} // namespace

TwoColumns::TwoColumns(QWidget* left, QWidget* right, int narrowest, QWidget* parent)
    : QWidget(parent)
    , m_left(left)
    , m_right(right)
    , m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_narrowest(narrowest)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(spacing);
    m_layout->setSizeConstraint(QLayout::SetNoConstraint);
    m_layout->addWidget(m_left, 1);
    m_layout->addWidget(m_right, 1);
}

void TwoColumns::setStretch(int left, int right)
{
    m_layout->setStretch(0, left);
    m_layout->setStretch(1, right);
}

QSize TwoColumns::minimumSizeHint() const
{
    const auto left = leastOf(m_left);
    const auto right = leastOf(m_right);
    const bool isRow = m_layout->direction() == QBoxLayout::LeftToRight;
    const int gap = left.height() > 0 && right.height() > 0 ? spacing : 0;
    return { std::max(left.width(), right.width()),
        isRow ? std::max(left.height(), right.height()) : left.height() + gap + right.height() };
}

bool TwoColumns::event(QEvent* event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::Resize
        || event->type() == QEvent::LayoutRequest) // what is inside may need more than before
        arrange();
    return done;
}

void TwoColumns::arrange()
{
    const int row = leastOf(m_left).width() + spacing + leastOf(m_right).width();
    const auto direction = width() >= std::max(row, m_narrowest) ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (direction == m_layout->direction())
        return;
    m_layout->setDirection(direction);
    updateGeometry();
}

} // namespace vitrine
