// SPDX-License-Identifier: GPL-3.0-or-later
// Turning the wheel scrolls the page; it never changes the number or the choice below the pointer.
#include "ui/widgets/layouts.h"

#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QWidget>

#include <algorithm>

namespace vitrine {

namespace {

constexpr int spacing = 12;

QSize minSizeOf(const QWidget* widget) { return widget->isHidden() ? QSize(0, 0) : widget->minimumSizeHint(); }

class CalmWheel : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() != QEvent::Wheel)
            return false;
        event->ignore(); // so that the parent gets it
        return true;
    }
};

} // namespace

TwoColumns::TwoColumns(QWidget* left, QWidget* right, int minRowWidth, QWidget* parent)
    : QWidget(parent)
    , m_left(left)
    , m_right(right)
    , m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_minRowWidth(minRowWidth)
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
    const auto left = minSizeOf(m_left);
    const auto right = minSizeOf(m_right);
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
    const int row = minSizeOf(m_left).width() + spacing + minSizeOf(m_right).width();
    const auto direction = width() >= std::max(row, m_minRowWidth) ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (direction == m_layout->direction())
        return;
    m_layout->setDirection(direction);
    updateGeometry();
}

QHBoxLayout* sideRow(const QString& title, QWidget* field)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    auto* label = PlainLabel::make(title, "muted");
    label->setFixedWidth(ParameterForm::titleWidth);
    label->setBuddy(field);
    field->setAccessibleName(title);
    if (auto* box = qobject_cast<QComboBox*>(field)) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
        leaveWheelToPage(box);
    }
    row->addWidget(label);
    row->addWidget(field, 1);
    return row;
}

QHBoxLayout* exportButtons(QWidget* owner, std::function<void()> onExport, std::function<void()> onCopy)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* save = new QPushButton(QCoreApplication::translate("SidePanel", "Export figure…"));
    auto* copy = new QPushButton(QCoreApplication::translate("SidePanel", "Copy"));
    save->setProperty("look", QStringLiteral("primary"));
    save->setObjectName(QStringLiteral("exportFigure"));
    copy->setObjectName(QStringLiteral("copyFigure"));
    copy->setToolTip(QCoreApplication::translate("SidePanel", "Copy the figure as a picture"));
    QObject::connect(save, &QPushButton::clicked, owner, std::move(onExport));
    QObject::connect(copy, &QPushButton::clicked, owner, std::move(onCopy));
    row->addWidget(save);
    row->addWidget(copy);
    row->addStretch(1);
    return row;
}

void leaveWheelToPage(QWidget* widget)
{
    if (widget->focusPolicy() == Qt::WheelFocus)
        widget->setFocusPolicy(Qt::StrongFocus);
    widget->setAttribute(Qt::WA_NoMousePropagation, false); // plots keep everything to themselves
    widget->installEventFilter(new CalmWheel(widget));
}

} // namespace vitrine
