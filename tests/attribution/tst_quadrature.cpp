// SPDX-License-Identifier: GPL-3.0-or-later
// The fixed rules against tables computed elsewhere in high precision.
#include "core/attribution/path/path_integral.h"
#include "core/attribution/path/quadrature.h"
#include "core/runtime/error.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace vitrine;
Q_DECLARE_METATYPE(vitrine::PathRule)

namespace {

double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

/// Total over F(x) − F(x') of F = sigmoid(zα).
double totalOverTruth(PathRule kind, int points, double z)
{
    const QuadratureRule rule = quadratureRule(kind, points);
    double total = 0;
    for (int k = 0; k < points; ++k) {
        const double value = sigmoid(z * rule.nodes[k]);
        total += rule.weights[k] * z * value * (1 - value);
    }
    return total / (sigmoid(z) - 0.5);
}

} // namespace

class QuadratureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sigmoidTable_data();
    void sigmoidTable();
    void fivePoints();
    void exactForPolynomials_data();
    void exactForPolynomials();
    void sharpSigmoid();
    void noPointsAreRefused();
    void namesComeBack();
};

void QuadratureTest::sigmoidTable_data()
{
    QTest::addColumn<PathRule>("rule");
    QTest::addColumn<int>("points");
    QTest::addColumn<double>("ratio");
    const struct {
        PathRule rule;
        const char* name;
        double ratios[5]; // n = 5, 10, 20, 50, 300
    } rows[] {
        { PathRule::Left, "left", { 1.2719604420, 1.1361773191, 1.0681393253, 1.0272679693, 1.0045457967 } },
        { PathRule::Right, "right", { 0.7264375935, 0.8634158949, 0.9317586132, 0.9727156844, 0.9954537492 } },
        { PathRule::Midpoint, "midpoint", { 1.0003941962, 1.0001013316, 1.0000254924, 1.0000040860, 1.0000001135 } },
        { PathRule::Trapezoid, "trapezoid", { 0.9987933528, 0.9997491777, 0.9999434636, 0.9999914899, 0.9999997714 } },
        { PathRule::GaussLegendre, "gauss-legendre", { 1.0001045530, 0.9999999973, 1, 1, 1 } },
        { PathRule::AlphaWeighted, "alpha-weighted",
            { 0.1869884941, 0.2194488197, 0.2326695160, 0.2398798286, 0.2436772499 } },
    };
    const int sizes[] { 5, 10, 20, 50, 300 };
    for (const auto& row : rows)
        for (int k = 0; k < 5; ++k)
            QTest::addRow("%s %d", row.name, sizes[k]) << row.rule << sizes[k] << row.ratios[k];
}

void QuadratureTest::sigmoidTable()
{
    QFETCH(PathRule, rule);
    QFETCH(int, points);
    QFETCH(double, ratio);
    const double error = std::abs(totalOverTruth(rule, points, 5.5) - ratio);
    QVERIFY2(error < 6e-11, qPrintable(QString::number(error)));
}

void QuadratureTest::fivePoints()
{
    const QuadratureRule rule = gaussLegendre(5);
    const double nodes[] { 0.0469100770306680, 0.2307653449471585, 0.5 };
    const double weights[] { 0.1184634425280945, 0.2393143352496832, 0.2844444444444444 };
    for (int k = 0; k < 3; ++k) {
        QVERIFY(std::abs(rule.nodes[k] - nodes[k]) < 1e-15);
        QVERIFY(std::abs(rule.weights[k] - weights[k]) < 1e-15);
        QVERIFY(std::abs(rule.nodes[4 - k] - (1 - nodes[k])) < 1e-15);
    }
}

void QuadratureTest::exactForPolynomials_data()
{
    QTest::addColumn<int>("points");
    for (int points : { 1, 2, 3, 7, 16, 33, 100, 511, 512 })
        QTest::addRow("%d", points) << points;
}

/// n points integrate α^(2n−1) to 1/(2n), and their weights sum to 1.
void QuadratureTest::exactForPolynomials()
{
    QFETCH(int, points);
    const QuadratureRule rule = gaussLegendre(points);
    double moment = 0;
    for (int k = 0; k < points; ++k)
        moment += rule.weights[k] * std::pow(rule.nodes[k], 2 * points - 1);
    const double sum = std::accumulate(rule.weights.begin(), rule.weights.end(), 0.0);
    QVERIFY2(std::abs(sum - 1) < 1e-14, qPrintable(QString::number(sum - 1)));
    QVERIFY2(std::abs(moment * 2 * points - 1) < 1e-12, qPrintable(QString::number(moment * 2 * points - 1)));
}

void QuadratureTest::sharpSigmoid()
{
    QVERIFY(std::abs(std::abs(totalOverTruth(PathRule::GaussLegendre, 20, 60) - 1) - 2.20e-5) < 1e-7);
    QVERIFY(std::abs(totalOverTruth(PathRule::GaussLegendre, 50, 60) - 1) < 1e-12);
    QVERIFY(std::abs(std::abs(totalOverTruth(PathRule::Trapezoid, 20, 60) - 1) - 4.84e-2) < 1e-4);
    QVERIFY(std::abs(std::abs(totalOverTruth(PathRule::Right, 300, 60) - 1) - 5.00e-2) < 1e-4);
}

void QuadratureTest::noPointsAreRefused()
{
    for (int points : { 0, -3 })
        QVERIFY_EXCEPTION_THROWN(quadratureRule(PathRule::Midpoint, points), Refusal);
}

void QuadratureTest::namesComeBack()
{
    for (PathRule rule : { PathRule::Certified, PathRule::GaussLegendre, PathRule::Right, PathRule::Left,
             PathRule::Midpoint, PathRule::Trapezoid, PathRule::AlphaWeighted })
        QVERIFY(pathRuleFromName(pathRuleName(rule)) == rule);
    QVERIFY(!pathRuleFromName("simpson"));
}

QTEST_GUILESS_MAIN(QuadratureTest)
#include "tst_quadrature.moc"
