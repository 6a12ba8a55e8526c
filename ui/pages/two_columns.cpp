// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/two_columns.h"

#include <QBoxLayout>
#include <QEvent>

#include <algorithm>

namespace vitrine {

namespace {

    constexpr int spacing = 12;

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
    const auto left = m_left->minimumSizeHint();
    const auto right = m_right->minimumSizeHint();
    const bool isRow = m_layout->direction() == QBoxLayout::LeftToRight;
    return { std::max(left.width(), right.width()), isRow ? std::max(left.height(), right.height()) : left.height() + spacing + right.height() };
}

bool TwoColumns::event(QEvent* event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) // what is inside may need more than before
        arrange();
    return done;
}

void TwoColumns::arrange()
{
    const int row = m_left->minimumSizeHint().width() + spacing + m_right->minimumSizeHint().width();
    const auto direction = width() >= std::max(row, m_narrowest) ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (direction == m_layout->direction())
        return;
    m_layout->setDirection(direction);
    updateGeometry();
}

} // namespace vitrine
