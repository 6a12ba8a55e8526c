// SPDX-License-Identifier: GPL-3.0-or-later
// The entropic approximation: worked values, other programs' values, one problem as in a batch, and never below the
// exact cost.
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"
#include "core/transport/simplex.h"
#include "core/transport/sinkhorn.h"
#include "tests/support/reference.h"
#include "tests/transport/random_problem.h"

#include <QTest>

#include <cmath>

using namespace vitrine;

namespace {

const std::vector<double> third(3, 1.0 / 3), half(2, 0.5);
const std::vector<double> moverCost { std::sqrt(10.0), std::sqrt(26.0), std::sqrt(26.0), std::sqrt(2.0),
    std::sqrt(29.0), 1 };
const std::vector<double> rotatorLeft { 5.0 / 8, 1.0 / 8, 1.0 / 4 }, rotatorRight { 5.0 / 6, 1.0 / 6 },
    rotatorCost { 0.2, 1, 1, 1, 1, 0 };

SinkhornOptions with(double regularisation)
{
    SinkhornOptions options;
    options.regularisation = regularisation;
    return options;
}

} // namespace

class TestSinkhorn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("auto", 1); }

    void workedValues_data()
    {
        QTest::addColumn<double>("regularisation");
        QTest::addColumn<double>("mover");
        QTest::addColumn<double>("rotator");
        QTest::newRow("1") << 1.0 << 2.5313748202 << 0.4522277627;
        QTest::newRow("0.5") << 0.5 << 2.5027909847 << 0.3829846612;
        QTest::newRow("0.1") << 0.1 << 2.4731758944 << 0.3333447142;
    }
    void workedValues()
    {
        QFETCH(double, regularisation);
        QFETCH(double, mover);
        QFETCH(double, rotator);
        const auto solved = sinkhorn(
            { { third, half, moverCost }, { rotatorLeft, rotatorRight, rotatorCost } }, with(regularisation));
        QVERIFY(solved[0].converged && solved[1].converged);
        QVERIFY(std::abs(solved[0].cost - mover) <= 1e-9);
        QVERIFY(std::abs(solved[1].cost - rotator) <= 1e-9);
        QVERIFY(solved[0].marginalError <= 1e-12);
    }

    void referenceProblems()
    {
        const auto listed = referenceJson("transport/problems.json").at("problems");
        double largest = 0;
        int compared = 0;
        for (const auto& entry : listed) {
            if (entry.at("sinkhorn").is_null() || entry.at("n").get<int>() * entry.at("m").get<int>() > 900)
                continue;
            const auto problem = referenceProblem(entry);
            const auto solved = sinkhorn({ problem.view() }, with(entry.at("sinkhorn").at("reg"))).front();
            if (!solved.converged)
                continue;
            ++compared;
            const double expected = entry.at("sinkhorn").at("cost");
            largest = std::max(largest, std::abs(solved.cost - expected) / std::max(1.0, std::abs(expected)));
        }
        qInfo("%d problems, largest difference %.2g", compared, largest);
        QVERIFY(compared > 50);
        QVERIFY(largest <= 1e-8);
    }

    void batchIsOneByOne()
    {
        std::vector<OwnedProblem> problems;
        std::vector<TransportProblem> views;
        for (unsigned seed = 0; seed < 12; ++seed)
            problems.push_back(randomProblem(seed % 2 == 0 ? ProblemKind::Random : ProblemKind::ZeroMasses, seed, 9));
        for (const auto& problem : problems)
            views.push_back(problem.view());
        const auto together = sinkhorn(views, with(0.1));
        for (std::size_t p = 0; p < views.size(); ++p) {
            const auto alone = sinkhorn({ views[p] }, with(0.1)).front();
            QCOMPARE(together[p].plan.size(), alone.plan.size());
            QVERIFY(largestDifference(together[p].plan, alone.plan) <= 1e-12);
        }
    }

    void neverBelowTheExactCost()
    {
        TransportSimplex simplex;
        for (unsigned seed = 0; seed < 30; ++seed) {
            const auto problem = randomProblem(ProblemKind::Grid, seed, 8);
            const auto solved = sinkhorn({ problem.view() }).front();
            QVERIFY(solved.cost >= simplex.solve(problem.view()).cost - 1e-9 - 10 * solved.marginalError);
        }
    }

    void badRegularisation() { QVERIFY_EXCEPTION_THROWN(sinkhorn({ { third, half, moverCost } }, with(-1)), Refusal); }

    void cancelled()
    {
        CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(sinkhorn({ { third, half, moverCost } }, with(1e-3), Progress(token, {})), Cancelled);
    }

    void onTheGpu()
    {
        if (usableDevices().size() < 2)
            QSKIP("no GPU");
        SinkhornOptions options = with(0.1);
        options.device = "cuda:0";
        const auto problem = randomProblem(ProblemKind::Random, 1, 40, true);
        QVERIFY(largestDifference(sinkhorn({ problem.view() }, options).front().plan,
                    sinkhorn({ problem.view() }, with(0.1)).front().plan)
            <= 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestSinkhorn)
#include "tst_sinkhorn.moc"
