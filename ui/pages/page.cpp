// SPDX-License-Identifier: GPL-3.0-or-later
// What is the same on every page: cards with charts, and finding over the words of the encoding, round the end.
#include "ui/pages/page.h"

#include "core/text/token_groups.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_registry.h"

namespace vitrine {

Page::Page(const PageContext& context)
    : m_linked(context.selection)
{
}

ChartCard* Page::addCard(const QString& chartId)
{
    const auto* entry = findChart(chartId);
    auto* card = new ChartCard(chartTitle(*entry));
    card->setObjectName(QStringLiteral("card-") + chartId);
    auto* chart = entry->make(nullptr).release();
    chart->setObjectName(chartId);
    chart->setSelection(&m_linked);
    card->setContent(chart, chart);
    connect(card, &ChartCard::exportRequested, this, &Page::exportRequested);
    return card;
}

int Page::findToken(const QString& text, int after) const
{
    const auto* shown = encoding();
    if (!shown || text.isEmpty())
        return -1;
    const auto groups = groupTokens(*shown, Grouping::Words);
    int first = -1;
    for (const auto& group : groups) {
        if (!QString::fromStdString(group.text).contains(text, Qt::CaseInsensitive))
            continue;
        if (group.first > after)
            return group.first;
        if (first < 0)
            first = group.first;
    }
    return first;
}

} // namespace vitrine
