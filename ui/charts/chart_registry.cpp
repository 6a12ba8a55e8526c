// SPDX-License-Identifier: GPL-3.0-or-later
// A new chart is one row here.
#include "ui/charts/chart_registry.h"

#include "core/results/gelu.h"
#include "core/results/robustness.h"
#include "ui/charts/attention/head_atlas.h"
#include "ui/charts/attention/heat_map.h"
#include "ui/charts/plots/activation_curves.h"
#include "ui/charts/plots/bar_chart.h"
#include "ui/charts/plots/curve_chart.h"
#include "ui/charts/plots/path_chart.h"
#include "ui/charts/plots/robust_curves.h"
#include "ui/charts/plots/training_curves.h"
#include "ui/charts/tokens/sensitivity_strip.h"
#include "ui/charts/tokens/token_strip.h"
#include "ui/charts/transport/bounds_bracket.h"
#include "ui/charts/transport/cost_matrix.h"
#include "ui/charts/transport/flow_diagram.h"

#include <QCoreApplication>

#include <algorithm>

namespace vitrine {

namespace {

template <typename T> std::unique_ptr<Chart> make(QWidget* parent) { return std::make_unique<T>(parent); }

/// A row of a curve chart; its title is its accessible name.
ChartEntry curves(const char* id, const char* title, std::type_index kind, CurveSet (*source)(const AnyResult&))
{
    const auto makeCurves = [title, source](QWidget* parent) {
        return std::make_unique<CurveChart>(
            QCoreApplication::translate("vitrine::ChartRegistry", title), source, parent);
    };
    return { QString::fromLatin1(id), title, kind, makeCurves };
}

} // namespace

const std::vector<ChartEntry>& chartRegistry()
{
    static const std::vector<ChartEntry> entries {
        { "token-strip", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Token heat map"), typeid(Attribution),
            make<TokenStrip> },
        { "bar-chart", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Scores by token"), typeid(Attribution),
            make<BarChart> },
        { "path", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Path"), typeid(Attribution), make<PathChart> },
        { "head-atlas", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "All heads"), typeid(Attention), make<HeadAtlas> },
        { "attention-map", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Attention map"), typeid(Attention),
            make<HeatMap> },
        { "word-flow", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Word flow"), typeid(Alignment), make<FlowDiagram> },
        { "cost-matrix", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Costs and plan"), typeid(Alignment),
            make<CostMatrix> },
        { "bounds", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Distance and its bounds"), typeid(Alignment),
            make<BoundsBracket> },
        curves("training-loss", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Loss"), typeid(TrainingSeries),
            trainingLossCurves),
        curves("training-accuracy", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Validation accuracy"),
            typeid(TrainingSeries), trainingAccuracyCurves),
        curves("training-rate", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Learning rate"), typeid(TrainingSeries),
            trainingRateCurves),
        { "sensitivity", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Where a step changes the answer"),
            typeid(Robustness), make<SensitivityStrip> },
        curves("robustness-curve", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Probability under growing steps"),
            typeid(Robustness), robustnessCurves),
        curves("robust-accuracy", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Accuracy under growing steps"),
            typeid(Robustness), robustAccuracyCurves),
        curves("activation-curves", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "GELU and its approximations"),
            typeid(Gelu), activationCurves),
        curves("activation-errors", QT_TRANSLATE_NOOP("vitrine::ChartRegistry", "Errors against the exact GELU"),
            typeid(Gelu), activationErrors),
    };
    return entries;
}

const ChartEntry* findChart(const QString& id)
{
    const auto& entries = chartRegistry();
    const auto found
        = std::find_if(entries.begin(), entries.end(), [&id](const ChartEntry& entry) { return entry.id == id; });
    return found == entries.end() ? nullptr : &*found;
}

QString chartTitle(const ChartEntry& entry)
{
    return QCoreApplication::translate("vitrine::ChartRegistry", entry.title);
}

} // namespace vitrine
