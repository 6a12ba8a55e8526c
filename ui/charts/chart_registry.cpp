// SPDX-License-Identifier: GPL-3.0-or-later
// A new chart is one row here.
#include "ui/charts/chart_registry.h"

#include "ui/charts/bar_chart.h"
#include "ui/charts/bounds_bracket.h"
#include "ui/charts/cost_matrix.h"
#include "ui/charts/flow_diagram.h"
#include "ui/charts/head_atlas.h"
#include "ui/charts/heat_map.h"
#include "ui/charts/path_chart.h"
#include "ui/charts/token_strip.h"

#include <QCoreApplication>

#include <algorithm>

namespace vitrine {

namespace {

    template <typename T>
    std::unique_ptr<Chart> make(QWidget* parent)
    {
        return std::make_unique<T>(parent);
    }

} // namespace

const std::vector<ChartEntry>& chartRegistry()
{
    static const std::vector<ChartEntry> entries {
        { "token-strip", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Token heat map"), ResultKind::Attribution, make<TokenStrip> },
        { "bar-chart", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Scores by token"), ResultKind::Attribution, make<BarChart> },
        { "path", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Path"), ResultKind::Attribution, make<PathChart> },
        { "head-atlas", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "All heads"), ResultKind::Attention, make<HeadAtlas> },
        { "attention-map", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Attention map"), ResultKind::Attention, make<HeatMap> },
        { "word-flow", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Word flow"), ResultKind::Alignment, make<FlowDiagram> },
        { "cost-matrix", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Costs and plan"), ResultKind::Alignment, make<CostMatrix> },
        { "bounds", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Distance and its bounds"), ResultKind::Alignment, make<BoundsBracket> },
    };
    return entries;
}

const ChartEntry* findChart(const QString& id)
{
    const auto& entries = chartRegistry();
    const auto found = std::find_if(entries.begin(), entries.end(), [&id](const ChartEntry& entry) { return entry.id == id; });
    return found == entries.end() ? nullptr : &*found;
}

QString chartTitle(const ChartEntry& entry) { return QCoreApplication::translate("vitrine::ChartRegistry", entry.title); }

} // namespace vitrine
