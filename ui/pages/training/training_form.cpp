// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_form.h"

#include "ui/pages/training/regulariser_fields.h"
#include "ui/pages/training/training_controls.h"
#include "ui/widgets/parameter_form.h"

#include <algorithm>

namespace vitrine {

namespace {

/// What the window decides by itself.
bool isOfTheWindow(const std::string& name) { return name == "config" || name == "dry-run" || name == "again"; }

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

} // namespace vitrine
