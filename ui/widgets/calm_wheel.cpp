// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/calm_wheel.h"

#include <QEvent>
#include <QWidget>

namespace vitrine {

namespace {

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

void leaveWheelToPage(QWidget* widget)
{
    if (widget->focusPolicy() == Qt::WheelFocus)
        widget->setFocusPolicy(Qt::StrongFocus);
    widget->setAttribute(Qt::WA_NoMousePropagation, false); // plots keep everything to themselves
    widget->installEventFilter(new CalmWheel(widget));
}

} // namespace vitrine
