// SPDX-License-Identifier: GPL-3.0-or-later
// A direction becomes scores of tokens, which the token strip knows how to lay out, read aloud and export.
#include "ui/charts/tokens/sensitivity_strip.h"

#include <algorithm>

namespace vitrine {

SensitivityStrip::SensitivityStrip(QWidget* parent)
    : TokenStrip(parent)
{
    setObjectName(QStringLiteral("sensitivityStrip"));
    setAccessibleName(tr("Sensitivity of each token"));
}

void SensitivityStrip::setResult(const AnyResult& result)
{
    const auto* robustness = std::get_if<std::shared_ptr<const Robustness>>(&result);
    m_robustness = robustness ? *robustness : nullptr;
    show();
}

void SensitivityStrip::setDirection(const std::string& method)
{
    m_direction = method;
    show();
}

void SensitivityStrip::show()
{
    if (!m_robustness || m_robustness->sensitivities.empty()) {
        TokenStrip::setResult({});
        return;
    }
    const auto& all = m_robustness->sensitivities;
    const auto wanted
        = std::find_if(all.begin(), all.end(), [this](const Sensitivity& one) { return one.method == m_direction; });
    const auto& sensitivity = wanted == all.end() ? all.front() : *wanted;
    auto scores = std::make_shared<Attribution>();
    scores->provenance = m_robustness->provenance;
    scores->method = sensitivity.method;
    scores->encoding = m_robustness->encoding;
    scores->target.quantity = ScoredText::shareOfStep;
    for (const double part : sensitivity.tokens)
        scores->scores.push_back(part * part);
    TokenStrip::setResult(std::shared_ptr<const Attribution>(std::move(scores)));
}

} // namespace vitrine
