// SPDX-License-Identifier: GPL-3.0-or-later
// Which field stands where, and which regulariser it belongs to.
#include "ui/pages/training/training_form.h"

#include "ui/pages/training/training_controls.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

/// What the window decides by itself.
bool isOfTheWindow(const std::string& name) { return name == "config" || name == "dry-run" || name == "again"; }

bool takes(const MethodDescription& regulariser, const std::string& name)
{
    return std::any_of(regulariser.parameters.begin(), regulariser.parameters.end(),
        [&](const ParamSpec& spec) { return spec.name == name; });
}

} // namespace

TrainingForm::TrainingForm(TrainingControls& card, ParameterForm& panel, QObject* parent)
    : QObject(parent)
    , m_card(card)
    , m_panel(panel)
{
    m_panel.setHidden([this](const std::string& name) {
        const auto* chosen = m_panel.field("regulariser");
        return chosen && !isMeantFor(m_regularisers, name, chosen->value().toStdString());
    });
    const auto edited = [this] {
        m_panel.refold();
        Q_EMIT changed();
    };
    connect(&m_panel, &ParameterForm::changed, this, edited);
    connect(&m_card, &TrainingControls::changed, this, edited);
}

void TrainingForm::describe(const Description& description)
{
    const auto request = std::find_if(description.requests.begin(), description.requests.end(),
        [](const MethodDescription& one) { return one.id == "train"; });
    if (request == description.requests.end())
        return;
    m_regularisers = description.regularisers.value_or(std::vector<MethodDescription> {});
    m_specs = request->parameters;
    std::erase_if(m_specs, [](const ParamSpec& spec) { return isOfTheWindow(spec.name); });
    std::vector<ParamSpec> card, panel;
    for (const auto& spec : m_specs)
        (TrainingControls::isOwn(spec) ? card : panel).push_back(spec);
    m_card.setSpecs(card);
    m_panel.setSpecs(panel);
}

ParameterValues TrainingForm::values() const
{
    auto values = m_panel.values();
    values.merge(m_card.form().values());
    return values;
}

void TrainingForm::setValues(const ParameterValues& values)
{
    for (const auto& [name, value] : values) {
        m_panel.setValue(name, QString::fromStdString(value));
        m_card.form().setValue(name, QString::fromStdString(value));
    }
    m_panel.refold();
}

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

bool isOfARegulariser(const std::vector<MethodDescription>& regularisers, const std::string& name)
{
    return std::any_of(regularisers.begin(), regularisers.end(), [&](const auto& one) { return takes(one, name); });
}

bool isMeantFor(
    const std::vector<MethodDescription>& regularisers, const std::string& name, const std::string& regulariser)
{
    return !isOfARegulariser(regularisers, name)
        || std::any_of(regularisers.begin(), regularisers.end(),
            [&](const auto& one) { return one.id == regulariser && takes(one, name); });
}

} // namespace vitrine
