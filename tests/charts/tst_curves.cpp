// SPDX-License-Identifier: GPL-3.0-or-later
// Curves: what is made of a result, and what is read from the drawing.
#include "tests/charts/sample_series.h"

#include "core/results/robustness.h"
#include "ui/charts/plots/curve_chart.h"
#include "ui/charts/plots/curve_plot.h"
#include "ui/charts/plots/robust_curves.h"
#include "ui/charts/plots/training_curves.h"

#include <QtTest>

#include <cmath>

using namespace vitrine;

class TestCurves : public QObject {
    Q_OBJECT

    static std::shared_ptr<const TrainingSeries> twoRuns()
    {
        auto first = std::make_shared<Training>(), second = std::make_shared<Training>();
        first->settings = { { "seed", "7" } };
        second->settings = { { "seed", "8" } };
        first->validation = { { 10, 1, 0.5, { 6, 10, 0.6, 0.5, 0.7 } }, { 20, 2, 0.4, { 8, 10, 0.8, 0.7, 0.9 } } };
        second->validation = { { 10, 1, 0.3, { 8, 10, 0.8, 0.7, 0.9 } } }; // still running
        auto series = std::make_shared<TrainingSeries>();
        series->runs = { first, second };
        return series;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void smoothingKeepsAConstant()
    {
        for (const double value : smoothed(std::vector<double>(200, 0.7)))
            QVERIFY(std::abs(value - 0.7) < 1e-12);
    }

    void smoothingForgets()
    {
        // 40 values: every new one counts for 1/2. 1, then 0: (1 · 1/4 + 0 · 1/2) / (1 − 1/4) = 1/3.
        std::vector<double> values(40, 0);
        values[0] = 1;
        QCOMPARE(smoothed(values)[0], 1.0);
        QVERIFY(std::abs(smoothed(values)[1] - 1.0 / 3) < 1e-12);
        values[1] = std::nan("");
        QVERIFY(std::isnan(smoothed(values)[1]));
        QVERIFY(std::isfinite(smoothed(values)[2]));
    }

    void oneRunHasABandAndItsKeptStep()
    {
        const auto set = trainingAccuracyCurves(samples::trainingSeries(QStringLiteral("chinese")));
        QCOMPARE(set.curves.size(), std::size_t(1));
        QCOMPARE(set.curves.front().low.size(), set.curves.front().x.size());
        QCOMPARE(set.marks.size(), std::size_t(1));
    }

    void theMeanStandsOnlyWhereAllRunsAre()
    {
        const auto set = trainingAccuracyCurves(twoRuns());
        QCOMPARE(set.curves.size(), std::size_t(3));
        QCOMPARE(set.curves[0].name, QStringLiteral("validation, seed 7"));
        QCOMPARE(set.curves[1].name, QStringLiteral("validation, seed 8"));
        QCOMPARE(set.curves[2].x, std::vector<double> { 10 });
        QVERIFY(std::abs(set.curves[2].y[0] - 0.7) < 1e-12);
        QVERIFY(set.curves[0].low.empty());
        QVERIFY(set.marks.empty());
    }

    void theMouseReadsTheNearestValue()
    {
        CurveChart chart(QStringLiteral("Loss"), trainingLossCurves);
        chart.setResult(twoRuns());
        QVERIFY2(chart.reading(11).contains(QStringLiteral("0.4")), qPrintable(chart.reading(11)));
        QVERIFY(chart.reading(11).startsWith(QStringLiteral("step 10")));
    }

    void theTableHoldsEveryValue()
    {
        CurveChart chart(QStringLiteral("Accuracy"), trainingAccuracyCurves);
        chart.setResult(samples::trainingSeries(QStringLiteral("one")));
        const auto table = chart.table();
        QCOMPARE(table.rows.size(), std::size_t(1));
        QCOMPARE(table.rows.front()[1], QStringLiteral("5"));
        QVERIFY(!table.rows.front()[3].isEmpty());
    }

    void anotherKindOfResultEmptiesIt()
    {
        CurveChart chart(QStringLiteral("Loss"), trainingLossCurves);
        chart.setResult(twoRuns());
        chart.setResult(std::make_shared<const Robustness>());
        QVERIFY(chart.curves().curves.empty());
        QVERIFY(!chart.summary().isEmpty());
    }

    void logarithmicAxesHaveRoomForZero()
    {
        CurveSet set;
        set.curves = { { "a", "a", { 0, 0.1, 1, 10 }, { 1, 2, 3, 4 }, {}, {} } };
        QCOMPARE(placeOf(set, 10), 10.0);
        set.isLogarithmic = true;
        QCOMPARE(placeOf(set, 10), 1.0);
        QCOMPARE(placeOf(set, 0.1), -1.0);
        QVERIFY(placeOf(set, 0) < -1);
        set.curves.front().x = { 0 };
        QVERIFY(std::isfinite(placeOf(set, 0)));
    }

    void wordsOfMarksKeepApart()
    {
        const auto alone = placeMarkLabels({ 40 }, { 60 }, 200);
        QVERIFY(!alone.front().isLeft && alone.front().row == 0);
        const auto atTheEnd = placeMarkLabels({ 190 }, { 60 }, 200);
        QVERIFY(atTheEnd.front().isLeft && atTheEnd.front().row == 0);
        const auto neighbours = placeMarkLabels({ 90, 98 }, { 60, 60 }, 200); // one to each side
        QVERIFY(neighbours[0].isLeft && neighbours[0].row == 0);
        QVERIFY(!neighbours[1].isLeft && neighbours[1].row == 0);
        const auto crowded = placeMarkLabels({ 30, 36 }, { 60, 60 }, 200); // no room at the left
        QVERIFY(crowded[0].row != crowded[1].row || crowded[0].isLeft != crowded[1].isLeft);
        QVERIFY(placeMarkLabels({}, {}, 200).empty());
    }

    void stepsAtWhichTheAnswerFlipsAreMarked()
    {
        auto robustness = std::make_shared<Robustness>();
        robustness->label = 1;
        const double never = std::nan("");
        robustness->curves = { { "fgm", { { 0, { 0.1, 0.9 }, 0 }, { 2, { 0.6, 0.4 }, 1 } }, 2 },
            { "random", { { 0, { 0.1, 0.9 }, 0 } }, never } };
        const auto set = robustnessCurves(std::shared_ptr<const Robustness>(robustness));
        QCOMPARE(set.curves.front().y, (std::vector<double> { 0.9, 0.4 }));
        QCOMPARE(set.marks.size(), std::size_t(1));
        QVERIFY2(set.summary.contains(QStringLiteral("changes at a step of 2")), qPrintable(set.summary));
    }
};

QTEST_MAIN(TestCurves)
#include "tst_curves.moc"
