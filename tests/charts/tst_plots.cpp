// SPDX-License-Identifier: GPL-3.0-or-later
// What each of the other charts shows and how it is steered.
#include "tests/charts/sample_results.h"

#include "ui/charts/attention/head_atlas.h"
#include "ui/charts/attention/heat_map.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/plots/bar_chart.h"
#include "ui/charts/plots/path_chart.h"
#include "ui/support/selection.h"
#include "ui/widgets/table.h"

#include <QClipboard>
#include <QMenu>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace vitrine;

class TestPlots : public QObject {
    Q_OBJECT

    static const samples::Case& pair() { return samples::find(QStringLiteral("pair")); }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void barsFollowTheTextOrTheValues()
    {
        BarChart chart;
        chart.setResult(pair().attribution);
        const auto& scores = pair().attribution->scores;
        for (std::size_t i = 0; i < scores.size(); ++i)
            QCOMPARE(chart.valueAt(int(i)), scores[i]);
        chart.setOrder(BarChart::Order::Value);
        for (std::size_t i = 1; i < scores.size(); ++i)
            QVERIFY(chart.valueAt(int(i - 1)) >= chart.valueAt(int(i)));
        chart.setOrder(BarChart::Order::Magnitude);
        for (std::size_t i = 1; i < scores.size(); ++i)
            QVERIFY(std::abs(chart.valueAt(int(i - 1))) >= std::abs(chart.valueAt(int(i))));
    }

    void missingScoresSortToTheEnd()
    {
        BarChart chart;
        chart.setResult(samples::find(QStringLiteral("nan")).attribution);
        chart.setOrder(BarChart::Order::Value);
        QVERIFY(std::isfinite(chart.valueAt(0)));
        QVERIFY(std::isnan(chart.valueAt(int(chart.bars().size()) - 1)));
    }

    void barTableFollowsTheOrder()
    {
        BarChart chart;
        chart.setResult(pair().attribution);
        chart.setOrder(BarChart::Order::Value);
        const double first = chart.table().rows.front()[2].toDouble();
        QCOMPARE(first, *std::max_element(pair().attribution->scores.begin(), pair().attribution->scores.end()));
    }

    void barsShareTheSelection()
    {
        BarChart chart;
        Selection selection;
        chart.setSelection(&selection);
        chart.setResult(pair().attribution);
        QTest::keyClick(&chart, Qt::Key_Home);
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(selection.token(), 1);
    }

    void pathShowsEveryEvaluation()
    {
        PathChart chart;
        chart.setResult(pair().attribution);
        QCOMPARE(chart.points(), 25);
        QCOMPARE(chart.valueAt(3), pair().attribution->path.value[3]);
        QCOMPARE(chart.table().rows.size(), std::size_t(25));
        QVERIFY(chart.differenceNote().startsWith(QStringLiteral("Δ = ")));
    }

    void methodsWithoutAPathSaySo()
    {
        PathChart chart;
        auto without = std::make_shared<Attribution>(*pair().attribution);
        without->path = {};
        chart.setResult(std::shared_ptr<const Attribution>(without));
        QVERIFY(chart.summary().contains(QLatin1String("no path")));
    }

    void atlasShowsTheWeights()
    {
        HeadAtlas chart;
        chart.resize(500, 300);
        chart.setResult(pair().attention);
        const auto length = pair().attention->encoding.size();
        QCOMPARE(
            chart.valueAt(1, 2, 3, 4), double(pair().attention->maps.values[((1 * 3 + 2) * length + 3) * length + 4]));
        QVERIFY(std::isnan(chart.valueAt(2, 0, 0, 0)));
        QTRY_VERIFY(chart.isImageReady());
    }

    void atlasSelectsByMouseAndKeys()
    {
        HeadAtlas chart;
        Selection selection;
        chart.setSelection(&selection);
        chart.setResult(pair().attention);
        chart.resize(500, 300);
        QTest::mouseClick(&chart, Qt::LeftButton, {}, chart.headRect(1, 1).center().toPoint());
        QVERIFY((selection.head() == HeadIndex { 1, 1 }));
        QTest::keyClick(&chart, Qt::Key_Up);
        QTest::keyClick(&chart, Qt::Key_Right);
        QVERIFY((selection.head() == HeadIndex { 0, 2 }));
        QTest::keyClick(&chart, Qt::Key_Right); // the edge holds
        QCOMPARE(selection.head().head, 2);
    }

    void thumbnailsKeepTheStrongestWeight()
    {
        std::vector<float> values(100 * 100, 0.0f);
        values[37 * 100 + 61] = 1;
        const ColourMap& map = ColourMap::magnitudeMap(themeOf(ThemeKind::Light));
        const QImage image = mapThumbnail(values.data(), 100, 10, map);
        QCOMPARE(image.pixel(6, 3), map.entry(255));
        QCOMPARE(image.pixel(5, 3), map.entry(0));
    }

    void smallMapsAreRepeated()
    {
        const std::vector<float> values { 0, 1, 0.25f, 0 };
        const ColourMap& map = ColourMap::magnitudeMap(themeOf(ThemeKind::Light));
        const QImage image = mapThumbnail(values.data(), 2, 8, map);
        QCOMPARE(image.pixel(7, 0), map.entry(255));
        QCOMPARE(image.pixel(0, 7), map.at(0.5, 0, 1)); // square-root scale
    }

    void mapShowsOneHeadOrMeans()
    {
        HeatMap chart;
        Selection selection;
        chart.setSelection(&selection);
        chart.setResult(pair().attention);
        selection.setHead({ 1, 2 });
        const auto length = pair().attention->encoding.size();
        const auto& values = pair().attention->maps.values;
        const auto at = [&](std::size_t layer, std::size_t head) {
            return double(values[((layer * 3 + head) * length + 3) * length + 4]);
        };
        QCOMPARE(chart.valueAt(3, 4), at(1, 2));
        chart.setMode(HeatMap::Mode::LayerMean);
        QVERIFY(std::abs(chart.valueAt(3, 4) - (at(1, 0) + at(1, 1) + at(1, 2)) / 3) < 1e-7);
        chart.setMode(HeatMap::Mode::AllMean);
        QVERIFY(std::abs(chart.valueAt(3, 4) - (at(0, 0) + at(0, 1) + at(0, 2) + at(1, 0) + at(1, 1) + at(1, 2)) / 6)
            < 1e-7);
    }

    void mapShowsInfluence()
    {
        auto attention = std::make_shared<Attention>(*pair().attention);
        const auto length = attention->encoding.size();
        HeatMap chart;
        chart.setMode(HeatMap::Mode::Influence);
        chart.setResult(pair().attention);
        QVERIFY(std::isnan(chart.valueAt(1, 2))); // it has none
        attention->influence = ScoreInfluence { 1, 2,
            { { std::int64_t(length), std::int64_t(length) }, std::vector<float>(length * length) }, {} };
        attention->influence->matrix.values[length + 2] = 3;
        chart.setResult(std::shared_ptr<const Attention>(attention));
        QCOMPARE(chart.valueAt(1, 2), 3.0);
        QCOMPARE(chart.valueAt(2, 1), 0.0);
        QCOMPARE(chart.mapTitle(), QStringLiteral("Influence on the scores of head 2.3"));
        QVERIFY(chart.summary().contains(QStringLiteral("largest derivative: 3")));
        attention->influence->matrix.values.pop_back();
        chart.setResult(std::shared_ptr<const Attention>(attention));
        QVERIFY(std::isnan(chart.valueAt(1, 2)));
    }

    void hidingSpecialsHidesAndDoesNotRescale()
    {
        HeatMap chart;
        chart.setResult(pair().attention);
        const double before = chart.valueAt(1, 2);
        const int rows = chart.rows();
        chart.setTokenDisplay({ Grouping::Pieces, true });
        QCOMPARE(chart.rows(), rows - 3);
        QCOMPARE(chart.valueAt(0, 1), before);
    }

    void mapSelectsTheRowsToken()
    {
        HeatMap chart;
        Selection selection;
        chart.setSelection(&selection);
        chart.setResult(pair().attention);
        chart.resize(360, chart.heightForWidth(360));
        QTest::keyClick(&chart, Qt::Key_Down);
        QTest::keyClick(&chart, Qt::Key_Down);
        QCOMPARE(selection.token(), 1);
        selection.setToken(4);
        QCOMPARE(chart.selectedCell().first, 4);
    }

    void inconsistentMapsCountAsNone()
    {
        auto broken = std::make_shared<Attention>(*pair().attention);
        broken->maps.values.pop_back();
        QVERIFY(AttentionMaps(broken).isEmpty());
    }

    void cardsOfferTheChartsMenu()
    {
        ChartCard card(QStringLiteral("Scores"));
        auto* chart = new BarChart;
        chart->setResult(pair().attribution);
        card.setContent(chart);
        QStringList names;
        for (const QAction* action : card.findChild<QMenu*>()->actions())
            names << action->objectName();
        for (const char* wanted : { "copyImage", "copyNumbers", "exportFigure", "showTable" })
            QVERIFY2(names.contains(QLatin1String(wanted)), wanted);
        card.copyNumbers();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("position\ttext\tscore")));
        card.copyImage();
        QVERIFY(!QGuiApplication::clipboard()->image().isNull());
    }

    void tablesCopyWhatTheyShow()
    {
        BarChart chart;
        chart.setResult(pair().attribution);
        TableDialog dialog(QStringLiteral("Scores"), chart.table());
        QCOMPARE(dialog.copyText().count(QLatin1Char('\n')), qsizetype(pair().attribution->scores.size()) + 1);
    }
};

QTEST_MAIN(TestPlots)
#include "tst_plots.moc"
