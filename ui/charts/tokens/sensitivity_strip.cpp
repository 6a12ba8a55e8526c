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
    m_robustness = result.as<Robustness>();
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
        setScores({});
        return;
    }
    const auto& all = m_robustness->sensitivities;
    const auto wanted
        = std::find_if(all.begin(), all.end(), [this](const Sensitivity& one) { return one.method == m_direction; });
    const auto& sensitivity = wanted == all.end() ? all.front() : *wanted;
    TokenScores scores;
    scores.encoding = std::shared_ptr<const Encoding>(m_robustness, &m_robustness->encoding);
    scores.unit = ScoreUnit::ShareOfStep;
    for (const double part : sensitivity.tokens)
        scores.scores.push_back(part * part);
    setScores(std::move(scores));
}

} // namespace vitrine
