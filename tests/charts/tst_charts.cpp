// SPDX-License-Identifier: GPL-3.0-or-later
// Every chart of the registry with every degenerate result: a new row of the registry is tested the day it is added.
#include "tests/charts/sample_results.h"

#include "ui/charts/chart_registry.h"
#include "ui/charts/figure_export.h"
#include "ui/support/selection.h"

#include <QAccessible>
#include <QtTest>

#include <cmath>

using namespace vitrine;

class TestCharts : public QObject {
    Q_OBJECT

    static void addRows()
    {
        QTest::addColumn<QString>("chart");
        QTest::addColumn<QString>("name");
        for (const ChartEntry& entry : chartRegistry()) {
            for (const auto& one : samples::cases())
                QTest::addRow("%s, %s", qPrintable(entry.id), qPrintable(one.name)) << entry.id << one.name;
        }
    }

    static std::unique_ptr<Chart> makeChart()
    {
        QFETCH(QString, chart);
        QFETCH(QString, name);
        const ChartEntry* entry = findChart(chart);
        auto made = entry->make(nullptr);
        made->setResult(samples::resultFor(samples::find(name), entry->kind));
        made->resize(600, 320);
        return made;
    }

    static bool isPainted(const QImage& image)
    {
        const QRgb first = image.pixel(0, 0);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixel(x, y) != first)
                    return true;
            }
        }
        return false;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void showsSomethingOnScreen_data() { addRows(); }
    void showsSomethingOnScreen()
    {
        const auto chart = makeChart();
        QVERIFY(isPainted(chart->grab(QRect(0, 0, 600, 320)).toImage()));
    }

    void showsSomethingInFigures_data() { addRows(); }
    void showsSomethingInFigures()
    {
        const auto chart = makeChart();
        const QSizeF size = chart->figureSize(500);
        QVERIFY(std::isfinite(size.width()) && std::isfinite(size.height()));
        QVERIFY(size.height() > 16);
        for (const auto kind : { ThemeKind::Light, ThemeKind::Dark, ThemeKind::Print }) {
            QImage image(500, int(std::min(size.height(), 800.0)), QImage::Format_RGB32);
            image.fill(themeOf(kind).surface);
            QPainter painter(&image);
            chart->paintFigure(painter, QRectF(QPointF(), size), themeOf(kind));
            painter.end();
            QVERIFY(isPainted(image));
        }
    }

    void tableIsRectangular_data() { addRows(); }
    void tableIsRectangular()
    {
        const TableData table = makeChart()->table();
        QVERIFY(!table.header.isEmpty());
        for (const QStringList& row : table.rows)
            QCOMPARE(row.size(), table.header.size());
        QFETCH(QString, name);
        QCOMPARE(table.rows.empty(), name == QLatin1String("empty"));
    }

    void saysWhatItShows_data() { addRows(); }
    void saysWhatItShows()
    {
        const auto chart = makeChart();
        QVERIFY(!chart->summary().isEmpty());
        QVERIFY(!chart->accessibleName().isEmpty());
        QVERIFY(!chart->accessibleDescription().isEmpty());
        QFETCH(QString, name);
        if (name == QLatin1String("one"))
            QVERIFY2(chart->accessibleDescription().contains(QRegularExpression(QStringLiteral("[0-9]"))),
                qPrintable(chart->summary()));
    }

    void anotherResultReplacesTheFirst_data() { addRows(); }
    void anotherResultReplacesTheFirst()
    {
        const auto chart = makeChart();
        chart->setResult({});
        QVERIFY(chart->table().rows.empty());
        QVERIFY(isPainted(chart->grab(QRect(0, 0, 600, 320)).toImage()));
    }

    void keysNeverLeaveTheChart_data() { addRows(); }
    void keysNeverLeaveTheChart()
    {
        const auto chart = makeChart();
        for (const auto key : { Qt::Key_Right, Qt::Key_Down, Qt::Key_End, Qt::Key_Right, Qt::Key_Down, Qt::Key_Home,
                 Qt::Key_Left, Qt::Key_Up })
            QTest::keyClick(chart.get(), key);
        QVERIFY(isPainted(chart->grab(QRect(0, 0, 600, 320)).toImage()));
    }

    void summaryNamesTheLargestScore()
    {
        const auto& one = samples::find(QStringLiteral("chinese"));
        for (const ChartEntry& entry : chartRegistry()) {
            if (entry.id != QLatin1String("token-strip") && entry.id != QLatin1String("bar-chart"))
                continue;
            const auto chart = entry.make(nullptr);
            chart->setResult(one.attribution);
            QVERIFY2(chart->summary().contains(QLatin1String("+1.56")), qPrintable(chart->summary()));
        }
    }

    void aSelectionMaySurviveItsCharts()
    {
        Selection selection;
        for (const ChartEntry& entry : chartRegistry()) {
            auto chart = entry.make(nullptr);
            chart->setSelection(&selection);
            chart->setResult(samples::resultFor(samples::find(QStringLiteral("pair")), entry.kind));
        }
        selection.setToken(3);
        selection.setHead({ 1, 1 });
        QCOMPARE(selection.token(), 3);
    }
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
