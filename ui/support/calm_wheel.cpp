// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/calm_wheel.h"

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

void leaveWheelToPage(QWidget* field)
{
    field->setFocusPolicy(Qt::StrongFocus); // the wheel does not focus it either
    field->installEventFilter(new CalmWheel(field));
}

} // namespace vitrine
