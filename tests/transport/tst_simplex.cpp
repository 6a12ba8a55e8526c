// SPDX-License-Identifier: GPL-3.0-or-later
// The exact solver against other solvers' values, against worked examples, and against its own certificate on very many
// odd problems.
#include "core/runtime/error.h"
#include "core/transport/simplex.h"
#include "core/transport/transport_problem.h"
#include "tests/support/reference.h"
#include "tests/transport/random_problem.h"

#include <QTest>

#include <cmath>

using namespace vitrine;

namespace {

struct Worst {
    double gap = 0;
    double marginal = 0;
    double infeasibility = 0;

    void take(const TransportProof& proof, double scale = 1)
    {
        gap = std::max(gap, std::abs(proof.gap) / scale);
        marginal = std::max(marginal, proof.marginalError);
        infeasibility = std::max(infeasibility, proof.dualInfeasibility / scale);
    }
    bool within(double allowedGap, double allowedMarginal) const
    {
        qInfo("largest gap %.2g, marginal error %.2g, dual infeasibility %.2g", gap, marginal, infeasibility);
        return gap <= allowedGap && marginal <= allowedMarginal && infeasibility <= allowedGap;
    }
};

std::string refusal(const std::vector<double>& left, const std::vector<double>& right, const std::vector<double>& cost)
{
    try {
        TransportSimplex().solve({ left, right, cost });
    } catch (const Refusal& refused) {
        return refused.what();
    }
    return "accepted";
}

const double root10 = std::sqrt(10.0), root26 = std::sqrt(26.0), root2 = std::sqrt(2.0), root29 = std::sqrt(29.0);

} // namespace

class TestSimplex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void referenceProblems()
    {
        Worst worst;
        double largest = 0;
        TransportSimplex simplex;
        const auto listed = referenceJson("transport/problems.json").at("problems");
        QVERIFY(listed.size() >= 60);
        for (const auto& entry : listed) {
            const auto problem = referenceProblem(entry);
            const auto solution = simplex.solve(problem.view());
            const double expected = entry.at("emd");
            const double error = std::abs(solution.cost - expected) / std::max(std::abs(expected), 1e-3);
            largest = std::max(largest, error);
            if (error > 1e-9)
                qWarning(
                    "%s: %.17g instead of %.17g", entry.at("id").get<std::string>().c_str(), solution.cost, expected);
            worst.take(proofOf(problem.view(), solution), largestMagnitude(problem.cost));
        }
        qInfo("%zu problems, largest relative difference of the cost %.2g", listed.size(), largest);
        QVERIFY(largest <= 1e-9);
        QVERIFY(worst.within(1e-12, 1e-12));
    }

    // X = {(3,4,0), (1,0,0), (0,0,2)}, Y = {(0,5,0), (0,0,1)}, uniform masses, Euclidean costs.
    void workedExample()
    {
        const std::vector<double> left(3, 1.0 / 3), right(2, 0.5), cost { root10, root26, root26, root2, root29, 1 };
        const auto solution = TransportSimplex().solve({ left, right, cost });
        QVERIFY(std::abs(solution.cost - 2.4729647327171063) <= 1e-12);
        const std::vector<PlanEntry> plan { { 0, 0, 1.0 / 3 }, { 1, 0, 1.0 / 6 }, { 1, 1, 1.0 / 6 },
            { 2, 1, 1.0 / 3 } };
        QCOMPARE(solution.plan.size(), plan.size());
        for (std::size_t k = 0; k < plan.size(); ++k) {
            QCOMPARE(solution.plan[k].left, plan[k].left);
            QCOMPARE(solution.plan[k].right, plan[k].right);
            QVERIFY(std::abs(solution.plan[k].mass - plan[k].mass) <= 1e-15);
        }
        const double shift = solution.dualRight[0]; // duals are known up to a constant
        const double u[] = { 3.1622776601683795, 5.0990195135927845, 4.6848059512196896 };
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(std::abs(solution.dualLeft[i] + shift - u[i]) <= 1e-12);
        QVERIFY(std::abs(solution.dualRight[1] - shift + 3.6848059512196896) <= 1e-12);
    }

    void manyProblems_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("count");
        QTest::newRow("random") << int(ProblemKind::Random) << 25000;
        QTest::newRow("tied costs") << int(ProblemKind::Tied) << 20000;
        QTest::newRow("integer grid") << int(ProblemKind::Grid) << 20000;
        QTest::newRow("degenerate") << int(ProblemKind::Degenerate) << 20000;
        QTest::newRow("zero masses") << int(ProblemKind::ZeroMasses) << 10000;
        QTest::newRow("masses over 20 magnitudes") << int(ProblemKind::Skewed) << 10000;
    }
    void manyProblems()
    {
        QFETCH(int, kind);
        QFETCH(int, count);
        Worst worst;
        TransportSimplex simplex;
        for (int seed = 0; seed < count; ++seed) {
            const auto problem = randomProblem(ProblemKind(kind), unsigned(seed), seed % 100 == 0 ? 60 : 12);
            const auto solution = simplex.solve(problem.view());
            QVERIFY2(solution.status == TransportStatus::Optimal, qPrintable(QString("seed %1").arg(seed)));
            worst.take(proofOf(problem.view(), solution));
        }
        QVERIFY(worst.within(1e-9, 1e-12));
    }

    void negativeCostsOnlyShiftTheValue()
    {
        auto problem = randomProblem(ProblemKind::Random, 1, 30);
        const double before = TransportSimplex().solve(problem.view()).cost;
        for (double& cost : problem.cost)
            cost -= 100;
        QVERIFY(std::abs(TransportSimplex().solve(problem.view()).cost + 100 - before) <= 1e-11);
    }

    void hugeAndTinyCosts_data()
    {
        QTest::addColumn<double>("factor");
        QTest::newRow("1e300") << 1e300;
        QTest::newRow("1e-290") << 1e-290;
    }
    void hugeAndTinyCosts()
    {
        QFETCH(double, factor);
        auto problem = randomProblem(ProblemKind::Random, 2, 20);
        const double before = TransportSimplex().solve(problem.view()).cost;
        for (double& cost : problem.cost)
            cost *= factor;
        QVERIFY(std::abs(TransportSimplex().solve(problem.view()).cost / factor - before) <= 1e-12);
    }

    void theLimitLeavesAUsablePlan()
    {
        const auto problem = randomProblem(ProblemKind::Random, 3, 60);
        const double optimum = TransportSimplex().solve(problem.view()).cost;
        SimplexOptions options;
        options.maxPivots = 5;
        const auto stopped = TransportSimplex().solve(problem.view(), options);
        const auto proof = proofOf(problem.view(), stopped);
        QVERIFY(stopped.status == TransportStatus::IterationLimit);
        QCOMPARE(stopped.pivots, 5LL);
        QVERIFY(proof.marginalError <= 1e-12);
        QVERIFY(proof.dualInfeasibility <= 1e-12);
        QVERIFY(stopped.cost > optimum);
        QVERIFY2(stopped.cost - proof.gap <= optimum + 1e-12, "the gap must reach down to the optimum");
    }

    void unequalTotals()
    {
        const std::vector<double> left { 1, 1 }, right { 3 }, cost { 1, 2 };
        QVERIFY(refusal(left, right, cost).find("make the totals equal") != std::string::npos);
        SimplexOptions options;
        options.totals = UnequalTotals::Rescale;
        QCOMPARE(TransportSimplex().solve({ left, right, cost }, options).cost, 3.0);
    }

    void roundingInTheMassesIsNoObstacle()
    {
        const std::vector<double> left(7, 1.0 / 7), right(3, 1.0 / 3);
        const std::vector<double> cost(21, 1.0);
        QVERIFY(std::abs(TransportSimplex().solve({ left, right, cost }).cost - 1) <= 1e-15);
    }

    void badProblems()
    {
        const double nan = std::nan("");
        QVERIFY(refusal({}, { 1 }, {}).find("no masses") != std::string::npos);
        QVERIFY(refusal({ 0, 0 }, { 1 }, { 1, 1 }).find("are zero") != std::string::npos);
        QVERIFY(refusal({ 1 }, { 1, -1 }, { 1, 1 }).find("not negative") != std::string::npos);
        QVERIFY(refusal({ nan }, { 1 }, { 1 }).find("must be finite") != std::string::npos);
        QVERIFY(refusal({ 1 }, { 1 }, { nan }).find("not a finite number") != std::string::npos);
        QVERIFY(refusal({ 1 }, { 1 }, { 1e305 }).find("at most 1e300") != std::string::npos);
        QVERIFY(refusal({ 1e308, 1e308 }, { 1 }, { 1, 1 }).find("no finite sum") != std::string::npos);
        QVERIFY(refusal({ 1 }, { 1 }, { 1, 2 }).find("one for each pair") != std::string::npos);
    }

    void cancelledWork()
    {
        const auto problem = randomProblem(ProblemKind::Random, 4, 900, true);
        CancelToken token;
        int reports = 0;
        const Progress progress(token, [&](int, int, std::string_view) {
            if (++reports == 2)
                token.cancel();
        });
        TransportSimplex simplex;
        QVERIFY_EXCEPTION_THROWN(simplex.solve(problem.view(), {}, progress), Cancelled);
        QCOMPARE(reports, 2);
        const auto after = randomProblem(ProblemKind::Random, 5, 20);
        QCOMPARE(simplex.solve(after.view()).cost, TransportSimplex().solve(after.view()).cost);
    }
};

QTEST_APPLESS_MAIN(TestSimplex)
#include "tst_simplex.moc"
