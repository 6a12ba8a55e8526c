// SPDX-License-Identifier: GPL-3.0-or-later
// A new figure is one row here.
#include "ui/charts/figures.h"

#include "core/results/alignment.h"
#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "core/results/gelu.h"
#include "core/results/robustness.h"
#include "ui/support/selection.h"

#include <QCoreApplication>

#include <algorithm>

namespace vitrine {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("vitrine::Figures", text); }

Error refusal(const QString& sentence, const QString& subject)
{
    return { ErrorCode::BadArgument, sentence.toStdString(), subject.toStdString(), {} };
}

} // namespace

const std::vector<FigureEntry>& figureRegistry()
{
    static const std::vector<FigureEntry> entries {
        { "heat-map", QT_TRANSLATE_NOOP("vitrine::Figures", "Token heat map"), typeid(Attribution),
            { { "token-strip", 0, 1 } } },
        { "chart", QT_TRANSLATE_NOOP("vitrine::Figures", "Scores by token"), typeid(Attribution),
            { { "bar-chart", 0, 1 } } },
        { "path", QT_TRANSLATE_NOOP("vitrine::Figures", "Path from baseline to input"), typeid(Attribution),
            { { "path", 0, 1 } } },
        { "page", QT_TRANSLATE_NOOP("vitrine::Figures", "Explanation"), typeid(Attribution),
            { { "token-strip", 0, 1 }, { "bar-chart", 1, 1.5 }, { "path", 1, 1 } } },
        { "attention", QT_TRANSLATE_NOOP("vitrine::Figures", "Attention of all heads"), typeid(Attention),
            { { "head-atlas", 0, 1 } } },
        { "attention-map", QT_TRANSLATE_NOOP("vitrine::Figures", "Attention map"), typeid(Attention),
            { { "attention-map", 0, 1 } } },
        { "alignment", QT_TRANSLATE_NOOP("vitrine::Figures", "Word flow"), typeid(Alignment),
            { { "word-flow", 0, 1 }, { "bounds", 1, 1 } } },
        { "cost-matrix", QT_TRANSLATE_NOOP("vitrine::Figures", "Costs and plan"), typeid(Alignment),
            { { "cost-matrix", 0, 1 } } },
        { "training", QT_TRANSLATE_NOOP("vitrine::Figures", "Training"), typeid(TrainingSeries),
            { { "training-loss", 0, 1 }, { "training-accuracy", 0, 1 } } },
        { "robustness", QT_TRANSLATE_NOOP("vitrine::Figures", "Robustness"), typeid(Robustness),
            { { "sensitivity", 0, 1 }, { "robustness-curve", 1, 1 } } },
        { "activations", QT_TRANSLATE_NOOP("vitrine::Figures", "GELU: values and errors"), typeid(Gelu),
            { { "activation-curves", 0, 1 }, { "activation-errors", 1, 1 } } },
        { "robust-accuracy", QT_TRANSLATE_NOOP("vitrine::Figures", "Accuracy under growing steps"), typeid(Robustness),
            { { "robust-accuracy", 0, 1 } } },
        { "training-rate", QT_TRANSLATE_NOOP("vitrine::Figures", "Learning rate"), typeid(TrainingSeries),
            { { "training-rate", 0, 1 } } },
    };
    return entries;
}

const FigureEntry* findFigure(const QString& id)
{
    const auto& entries = figureRegistry();
    const auto found
        = std::find_if(entries.begin(), entries.end(), [&id](const FigureEntry& entry) { return entry.id == id; });
    return found == entries.end() ? nullptr : &*found;
}

Result<void> exportFigure(const AnyResult& result, const FigureOptions& options, const QString& path)
{
    const FigureEntry* entry = findFigure(options.figure);
    if (!entry) {
        QStringList known;
        for (const FigureEntry& one : figureRegistry())
            known << one.id;
        return refusal(
            tr("There is no figure '%1'; choose one of %2.").arg(options.figure, known.join(QStringLiteral(", "))),
            QStringLiteral("figure"));
    }
    if (result.kind() != entry->needs)
        return refusal(tr("The figure '%1' cannot be drawn from this result; choose another figure.").arg(entry->id),
            QStringLiteral("figure"));

    Selection selection;
    if (options.head.isValid())
        selection.setHead(options.head);
    std::vector<std::unique_ptr<Chart>> charts;
    FigurePage page;
    page.title = findKind(result.kind())->title(result);
    if (page.title.isEmpty())
        page.title = tr(entry->title);
    for (const FigureSlot& slot : entry->layout) {
        const ChartEntry* chart = findChart(slot.chart);
        charts.push_back(chart->make(nullptr));
        charts.back()->setTokenDisplay(options.display);
        charts.back()->setResult(result);
        charts.back()->setSelection(&selection);
        page.parts.push_back({ charts.back().get(), chart->id,
            entry->layout.size() > 1 ? chartTitle(*chart) : QString(), slot.row, slot.weight });
    }
    page.provenance = provenanceLine(result);
    auto written = writeFigure(page, options, path, result);
    charts.clear(); // before the selection they are linked to
    return written;
}

} // namespace vitrine
