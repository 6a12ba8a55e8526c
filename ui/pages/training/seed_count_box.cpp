// SPDX-License-Identifier: GPL-3.0-or-later
// A plain spin box swallows every digit that would leave its range: a 5 typed after the 1 that stands there, and
// nothing happens.
#include "ui/pages/training/seed_count_box.h"

#include "ui/widgets/calm_wheel.h"

#include <QEvent>
#include <QLineEdit>

namespace vitrine {

namespace {

constexpr int maxSeeds = 10;
constexpr int maxDigits = 3; // while typing

} // namespace

SeedCountBox::SeedCountBox(QWidget* parent)
    : QSpinBox(parent)
{
    setRange(1, maxSeeds);
    setButtonSymbols(QAbstractSpinBox::NoButtons);
    setKeyboardTracking(false);
    leaveWheelToPage(this);
    lineEdit()->installEventFilter(this);
}

QValidator::State SeedCountBox::validate(QString& text, int& position) const
{
    const auto state = QSpinBox::validate(text, position);
    bool isNumber = false;
    const int number = text.size() <= maxDigits ? text.toInt(&isNumber) : 0;
    return state == QValidator::Invalid && isNumber && number > maxSeeds ? QValidator::Intermediate : state;
}

void SeedCountBox::fixup(QString& text) const
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (isNumber)
        text = QString::number(qBound(minimum(), number, maximum()));
}

bool SeedCountBox::eventFilter(QObject* watched, QEvent* event)
{
    const bool isClick = event->type() == QEvent::MouseButtonRelease && watched == lineEdit();
    if (isClick)
        selectAll();
    return isClick || QSpinBox::eventFilter(watched, event);
}

} // namespace vitrine
