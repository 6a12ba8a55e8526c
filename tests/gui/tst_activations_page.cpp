// SPDX-License-Identifier: GPL-3.0-or-later
// GELU and its approximations in the window: without a model, with an own constant, and what the open model computes.
#include "tests/gui/window_fixture.h"
#include "ui/charts/plots/curve_chart.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/table.h"

#include <QPushButton>
#include <QTest>

#include <cmath>

using namespace vitrine;
using namespace vitrine::test;

namespace {

const Gelu* shown(WindowFixture& f) { return f.window->currentPage()->result().as<Gelu>().get(); }

double ownError(WindowFixture& f)
{
    for (const auto& curve : shown(f)->curves) {
        if (curve.id == "own")
            return curve.maxError;
    }
    return NAN;
}

} // namespace

class tst_ActivationsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void nothingIsNeededToSeeTheCurves()
    {
        WindowFixture f;
        f.window->showPage(QStringLiteral("activations"));
        QTRY_VERIFY(shown(f));
        const auto* curves = f.find<CurveChart>("activation-curves");
        QCOMPARE(curves->curves().curves.size(), std::size_t(6));
        const auto* errors = f.find<CurveChart>("activation-errors");
        QCOMPARE(errors->curves().curves.size(), std::size_t(5));
        const auto* tanh = errors->curve(QStringLiteral("tanh, 0.044715"));
        QVERIFY(tanh);
        const double largest = *std::max_element(tanh->y.begin(), tanh->y.end());
        QVERIFY(std::abs(largest - std::log10(4.732355e-4)) < 1e-3);
        QVERIFY(
            f.find<QWidget>("modelActivation")->property("text").toString().contains(QStringLiteral("Open a model")));
    }

    void theTableHoldsTheFittedConstants()
    {
        WindowFixture f;
        f.window->showPage(QStringLiteral("activations"));
        QTRY_VERIFY(shown(f));
        const auto text = f.find<SortedTable>("geluFits")->copyText();
        QVERIFY2(text.contains(QStringLiteral("c = 0.04471491123")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("λ = 1.701744925")), qPrintable(text));
    }

    void theBestConstantBecomesTheOwnOne()
    {
        WindowFixture f;
        f.window->showPage(QStringLiteral("activations"));
        QTRY_VERIFY(shown(f));
        QCOMPARE(shown(f)->constant, 1.702);
        f.find<QPushButton>("useBestConstant")->click();
        QTRY_VERIFY(std::abs(shown(f)->constant - 1.701744925338) < 1e-11);
        QVERIFY(std::abs(ownError(f) - 2.036134727e-2) < 1e-9);
    }

    void theModelsFunctionIsNamed()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        f.window->showPage(QStringLiteral("activations"));
        QTRY_VERIFY(shown(f));
        const auto text = f.find<QWidget>("modelActivation")->property("text").toString();
        QVERIFY2(text.contains(QStringLiteral("computes")) && text.contains(QStringLiteral("gelu")), qPrintable(text));
    }
};

QTEST_MAIN(tst_ActivationsPage)
#include "tst_activations_page.moc"
