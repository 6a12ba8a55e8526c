// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/registered_card.h"

#include "ui/charts/chart_card.h"
#include "ui/charts/chart_registry.h"

namespace vitrine {

ChartCard* makeRegisteredCard(const QString& chartId)
{
    const auto* entry = findChart(chartId);
    auto* card = new ChartCard(chartTitle(*entry));
    card->setObjectName(QStringLiteral("card-") + chartId);
    auto* chart = entry->make(nullptr).release();
    chart->setObjectName(chartId);
    card->setContent(chart, chart);
    return card;
}

} // namespace vitrine
