// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_panel.h"

#include "ui/widgets/calm_wheel.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPushButton>

namespace vitrine {

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

} // namespace vitrine
