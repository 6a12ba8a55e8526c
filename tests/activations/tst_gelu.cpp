// SPDX-License-Identifier: GPL-3.0-or-later
// GELU, its approximations and fits against values of 40-digit arithmetic.
#include "core/activations/gelu.h"
#include "core/activations/minimax.h"
#include "core/runtime/error.h"
#include "tests/support/reference.h"

#include <QTest>

#include <cmath>

using namespace vitrine;

namespace {

double valueOf(const char* id, double x)
{
    for (const auto& kind : activationKinds()) {
        if (std::string_view(kind.id) == id)
            return kind.value(x, 1.702);
    }
    return NAN;
}

bool isNear(double value, double expected, double relative)
{
    return std::abs(value - expected) <= relative * std::abs(expected);
}

} // namespace

class TestGelu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesOfAllPoints_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("gelu") << "exact";
        QTest::newRow("tanh") << "tanh";
        QTest::newRow("quick") << "sigmoid";
    }

    void valuesOfAllPoints()
    {
        QFETCH(QString, kind);
        const auto reference = referenceJson("activations/gelu.json");
        const auto x = reference.at("x").get<std::vector<double>>();
        const auto values = reference.at(QTest::currentDataTag()).get<std::vector<double>>();
        const auto slopes
            = reference.at(std::string(QTest::currentDataTag()) + "_derivative").get<std::vector<double>>();
        QCOMPARE(x.size(), std::size_t(401));
        for (const auto& entry : activationKinds()) {
            if (kind != entry.id)
                continue;
            for (std::size_t i = 0; i < x.size(); ++i) {
                QVERIFY2(std::abs(entry.value(x[i], 1.702) - values[i]) <= 1e-15 + 4e-16 * std::abs(x[i]), entry.id);
                QVERIFY2(std::abs(entry.derivative(x[i], 1.702) - slopes[i]) <= 3e-15, entry.id);
            }
            return;
        }
        QFAIL("no such kind");
    }

    void theFarTailKeepsItsDigits()
    {
        QVERIFY(isNear(valueOf("exact", -6), -5.9195258702262e-9, 1e-12));
        QVERIFY(isNear(valueOf("exact", -10), -7.6198530241605e-23, 1e-12));
        QVERIFY(isNear(valueOf("exact", -20), -5.5072482372125e-88, 1e-12));
    }

    void threeTermsDoNotTurnRound()
    {
        QCOMPARE(valueOf("three-terms", 13), 13.0);
        QVERIFY(std::abs(valueOf("three-terms", -13)) < 1e-12);
    }

    void fittedConstants_data()
    {
        QTest::addColumn<QVector<double>>("constants");
        QTest::addColumn<QVector<double>>("extrema");
        QTest::addColumn<double>("phiError");
        QTest::addColumn<double>("geluError");
        using V = QVector<double>;
        const double none = NAN;
        QTest::newRow("tanh-hybrid") << V { 0.0447149112276325 } << V { 1.242107885, 2.592175979 } << 1.789213109e-4
                                     << none;
        QTest::newRow("tanh-taylor") << V { 0.0455399241225271 } << V {} << 3.134671714e-4 << 7.461693260e-4;
        QTest::newRow("tanh-free") << V { 0.798801437120, 0.035282048283 } << V { 0.481633, 1.476399, 2.687644 }
                                   << 1.4031308e-4 << none;
        QTest::newRow("tanh-three") << V { 0.0366290503824, -2.86495979757e-4 } << V { 0.876465, 1.776055, 2.870994 }
                                    << 2.723887758e-5 << 7.9216e-5;
        QTest::newRow("sigmoid") << V { 1.701744925338003 } << V { 0.571057, 2.043073 } << 0.009457309176371
                                 << 2.036134727e-2;
        QTest::newRow("sigmoid-taylor") << V { 1.5957691216057307 } << V {} << 1.767118862e-2 << 3.360462342e-2;
        QTest::newRow("sigmoid-gelu") << V { 1.772933965617 } << V {} << none << 0.01392224547;
        QTest::newRow("tanh-gelu") << V { 0.0443829438167 } << V {} << none << 3.874187383e-4;
        QTest::newRow("tanh-gelu-free") << V { 0.800157078548, 0.0433676016405 } << V {} << none << 2.70727475e-4;
    }

    void fittedConstants()
    {
        QFETCH(QVector<double>, constants);
        QFETCH(QVector<double>, extrema);
        QFETCH(double, phiError);
        QFETCH(double, geluError);
        static const auto fits = fitGelu(Progress());
        QCOMPARE(fits.size(), std::size_t(9));
        const auto fit = std::find_if(
            fits.begin(), fits.end(), [](const GeluFit& one) { return one.id == QTest::currentDataTag(); });
        QVERIFY(fit != fits.end());
        QCOMPARE(fit->constants.size(), std::size_t(constants.size()));
        for (int i = 0; i < constants.size(); ++i)
            QVERIFY2(isNear(fit->constants[std::size_t(i)].value, constants[i], 4e-11),
                qPrintable(QString::number(fit->constants[std::size_t(i)].value, 'g', 17)));
        for (int i = 0; i < extrema.size(); ++i)
            QVERIFY(std::abs(fit->extrema.at(std::size_t(i)) - extrema[i]) < 2e-6);
        if (!std::isnan(phiError))
            QVERIFY(isNear(fit->phiError, phiError, 3e-8));
        if (!std::isnan(geluError))
            QVERIFY(isNear(fit->geluError, geluError, 1e-5));
    }

    void theBuiltInConstantsAreTheFittedOnes()
    {
        for (const auto& fit : fitGelu(Progress())) {
            if (fit.id == "tanh-hybrid")
                QVERIFY(isNear(valueOf("hybrid", 1),
                    0.5 * (1 + std::tanh(std::sqrt(2 / M_PI) * (1 + fit.constants[0].value))), 1e-15));
            if (fit.id == "tanh-three")
                QVERIFY(isNear(valueOf("three-terms", 1),
                    0.5 * (1 + std::tanh(std::sqrt(2 / M_PI) + fit.constants[0].value + fit.constants[1].value)),
                    1e-13));
        }
    }

    void largestErrors_data()
    {
        QTest::addColumn<double>("error");
        QTest::addColumn<double>("at");
        QTest::newRow("tanh") << 4.732355207e-4 << 2.698941;
        QTest::newRow("sigmoid") << 2.033487221e-2 << 2.270398;
        QTest::newRow("silu") << 0.1930019880 << 1.965469;
    }

    void largestErrors()
    {
        QFETCH(double, error);
        QFETCH(double, at);
        const Gelu study = geluStudy({}, Progress());
        QCOMPARE(study.x.size(), study.curves.front().values.size());
        QCOMPARE(study.x.front(), -6.0);
        QCOMPARE(study.x.back(), 4.0);
        QVERIFY(study.fits.empty());
        const auto curve = std::find_if(study.curves.begin(), study.curves.end(),
            [](const ActivationCurve& one) { return one.id == QTest::currentDataTag(); });
        QVERIFY(curve != study.curves.end());
        QVERIFY2(isNear(curve->maxError, error, 1e-8), qPrintable(QString::number(curve->maxError, 'g', 12)));
        QVERIFY(std::abs(curve->maxErrorAt - at) < 5e-5);
    }

    void anOwnConstantMovesItsCurveAlone()
    {
        GeluQuestion question;
        question.constant = 1;
        const Gelu study = geluStudy(question, Progress());
        QCOMPARE(study.constant, 1.0);
        QCOMPARE(study.curves[5].values, study.curves[7].values); // λ = 1 is SiLU
        QCOMPARE(study.curves[4].maxError, geluStudy({}, Progress()).curves[4].maxError);
    }

    void aReversedRangeIsRefused()
    {
        GeluQuestion question;
        question.from = 5;
        QVERIFY_EXCEPTION_THROWN((void)geluStudy(question, Progress()), Refusal);
    }

    void aFitThatCannotAlternateIsRefused()
    {
        MinimaxProblem problem;
        problem.error = [](double x, const std::vector<double>&) { return x * x; };
        problem.brackets = { { 0, 1 } };
        QVERIFY_EXCEPTION_THROWN((void)fitMinimax(problem), Refusal);
    }
};

QTEST_APPLESS_MAIN(TestGelu)
#include "tst_gelu.moc"
