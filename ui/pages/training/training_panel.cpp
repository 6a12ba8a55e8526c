// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_panel.h"

#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/side_panel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine {

TrainingPanel::TrainingPanel(const FileDialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , m_form(new ParameterForm)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->addWidget(PlainLabel::make(tr("Settings"), "heading"), 1);
    const auto add = [&](const QString& title, const char* name, const QString& help, void (TrainingPanel::*asked)()) {
        auto* button = new QPushButton(title);
        button->setProperty("look", QStringLiteral("flat"));
        button->setObjectName(QString::fromLatin1(name));
        button->setToolTip(help);
        connect(button, &QPushButton::clicked, this, asked);
        row->addWidget(button);
    };
    add(tr("Open…"), "openSettings", tr("Take the settings from a JSON file"), &TrainingPanel::openRequested);
    add(tr("Save…"), "saveSettings", tr("Write the settings as a JSON file, which the command line takes too"),
        &TrainingPanel::saveRequested);
    layout->addLayout(row);
    m_form->setContext({ {}, -1, dialogs });
    layout->addWidget(m_form);
    layout->addSpacing(4);
    layout->addLayout(exportButtons(this, [this] { Q_EMIT exportRequested(); }, [this] { Q_EMIT copyRequested(); }));
    layout->addStretch(1);
}

} // namespace vitrine
