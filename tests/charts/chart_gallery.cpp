// SPDX-License-Identifier: GPL-3.0-or-later
// Fills every chart and saves what it looks like, for people who change one: chart_gallery FOLDER [DOCUMENT.json …]
// SavedResults are attributions and attentions as the engine writes them; without any, samples are shown.
#include "tests/charts/sample_results.h"

#include "core/results/codec.h"
#include "ui/charts/attention/heat_map.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_registry.h"
#include "ui/charts/figures.h"
#include "ui/charts/plots/bar_chart.h"
#include "ui/charts/plots/path_chart.h"
#include "ui/charts/tokens/token_strip.h"
#include "ui/support/selection.h"

#include <nlohmann/json.hpp>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QTextStream>
#include <QVBoxLayout>

using namespace vitrine;

namespace {

struct SavedResults {
    std::shared_ptr<const Attribution> attribution;
    std::shared_ptr<const Attention> attention;
    std::shared_ptr<const Alignment> alignment;

    AnyResult of(std::type_index kind) const
    {
        return samples::resultFor({ {}, attribution, attention, alignment }, kind);
    }
};

SavedResults readDocuments(const QStringList& files)
{
    SavedResults documents { samples::find(QStringLiteral("chinese")).attribution,
        samples::find(QStringLiteral("chinese")).attention, samples::find(QStringLiteral("chinese")).alignment };
    for (const QString& name : files) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto json = nlohmann::json::parse(file.readAll().toStdString(), nullptr, false);
        if (auto attribution = decode<Attribution>(json))
            documents.attribution = std::make_shared<const Attribution>(*attribution);
        else if (auto attention = decode<Attention>(json))
            documents.attention = std::make_shared<const Attention>(*attention);
        else
            QTextStream(stderr) << name << ": " << QString::fromStdString(attribution.error().message) << "\n";
    }
    return documents;
}

std::unique_ptr<QWidget> makePage(const SavedResults& documents, Selection* selection, const TokenDisplay& display)
{
    auto page = std::make_unique<QWidget>();
    auto* rows = new QVBoxLayout(page.get());
    rows->setContentsMargins(16, 16, 16, 16);
    rows->setSpacing(12);
    QHBoxLayout* row = nullptr;
    for (const ChartEntry& entry : chartRegistry()) {
        Chart* chart = entry.make(page.get()).release();
        auto* card = new ChartCard(chartTitle(entry), page.get());
        card->setContent(chart);
        chart->setSelection(selection);
        chart->setTokenDisplay(display);
        chart->setResult(documents.of(entry.kind));
        if (auto* path = qobject_cast<PathChart*>(chart))
            card->setNote(path->differenceNote());
        else if (auto* bars = qobject_cast<BarChart*>(chart))
            card->setNote(bars->orderTitle());
        else if (auto* map = qobject_cast<HeatMap*>(chart))
            card->setNote(map->mapTitle());
        if (!row || entry.id == QLatin1String("bar-chart") || entry.id == QLatin1String("head-atlas")) {
            row = new QHBoxLayout;
            row->setSpacing(12);
            rows->addLayout(row);
        }
        row->addWidget(card, entry.id == QLatin1String("path") || entry.id == QLatin1String("attention-map") ? 2 : 3);
    }
    return page;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() < 2) {
        QTextStream(stderr) << "chart_gallery FOLDER [DOCUMENT.json …]\n";
        return 2;
    }
    const QDir folder(arguments[1]);
    folder.mkpath(QStringLiteral("."));
    const SavedResults documents = readDocuments(arguments.mid(2));

    for (const auto& [kind, name] : { std::pair(ThemeKind::Light, "light"), std::pair(ThemeKind::Dark, "dark") }) {
        applyTheme(application, kind);
        for (const auto grouping : { Grouping::Words, Grouping::Pieces }) {
            Selection selection;
            selection.setHead({ 3, 7 });
            auto page = makePage(documents, &selection, { grouping, grouping == Grouping::Pieces });
            page->resize(1040, 1080);
            page->setAttribute(Qt::WA_DontShowOnScreen);
            page->show();
            if (grouping == Grouping::Words)
                page->findChild<TokenStrip*>()->selectCell(page->findChild<TokenStrip*>()->text().largestCell());
            QApplication::processEvents();
            QApplication::processEvents();
            page->grab().save(folder.filePath(QStringLiteral("page-%1-%2.png")
                    .arg(QLatin1String(name), grouping == Grouping::Words ? "words" : "pieces")));
        }
    }
    applyTheme(application, ThemeKind::Light);
    for (const auto& one : samples::cases()) {
        Selection selection;
        auto page = makePage({ one.attribution, one.attention, one.alignment }, &selection, {});
        page->resize(900, 900);
        page->setAttribute(Qt::WA_DontShowOnScreen);
        page->show();
        QApplication::processEvents();
        page->grab().save(folder.filePath(QStringLiteral("case-%1.png").arg(one.name)));
    }
    for (const FigureEntry& figure : figureRegistry()) {
        FigureOptions options;
        options.figure = figure.id;
        for (const char* suffix : { "png", "svg", "pdf" }) {
            const AnyResult result = documents.of(figure.needs);
            const auto written = exportFigure(
                result, options, folder.filePath(QStringLiteral("figure-%1.%2").arg(figure.id, QLatin1String(suffix))));
            if (!written)
                QTextStream(stderr) << QString::fromStdString(written.error().message) << "\n";
        }
    }
    return 0;
}
