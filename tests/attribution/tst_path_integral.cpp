// SPDX-License-Identifier: GPL-3.0-or-later
// What the certified rule promises: a met certificate is true, on smooth paths, on sharp ones, and on a trained
// model's.
#include "core/attribution/path/path_integral.h"
#include "tests/attribution/recorded_path.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>
#include <tuple>

using namespace vitrine;

namespace {

/// One token: its share of F along the path, and the derivative.
struct Part {
    std::function<double(double)> value;
    std::function<double(double)> slope;
};

struct Toy {
    std::vector<Part> parts;

    double value(double alpha) const
    {
        return std::accumulate(
            parts.begin(), parts.end(), 0.0, [&](double sum, const Part& part) { return sum + part.value(alpha); });
    }
    PathFunction function() const
    {
        return [this](std::span<const double> alphas) {
            std::vector<PathSample> samples;
            for (double alpha : alphas) {
                PathSample sample { value(alpha), {} };
                for (const Part& part : parts)
                    sample.integrand.push_back(part.slope(alpha));
                samples.push_back(sample);
            }
            return samples;
        };
    }
    std::vector<double> exact() const
    {
        std::vector<double> scores;
        for (const Part& part : parts)
            scores.push_back(part.value(1) - part.value(0));
        return scores;
    }
    PathIntegral integrate(
        const PathOptions& options, const std::function<void(const PathIntegral&)>& onDraft = {}) const
    {
        return integratePath(function(), value(1), value(0), options, {}, onDraft);
    }
};

Part sigmoid(double centre, double width, double height)
{
    const auto s = [=](double a) { return 1 / (1 + std::exp(-(a - centre) / width)); };
    return { [=](double a) { return height * s(a); }, [=](double a) { return height * s(a) * (1 - s(a)) / width; } };
}

Part kink(double centre, double height)
{
    return { [=](double a) { return height * std::max(0.0, a - centre); },
        [=](double a) { return a > centre ? height : 0; } };
}

Part lorentz(double centre, double width, double height)
{
    return { [=](double a) { return height * width * std::atan((a - centre) / width); },
        [=](double a) { return height / (1 + std::pow((a - centre) / width, 2)); } };
}

Part wave(double phase, double height)
{
    return { [=](double a) { return height * std::sin(2 * a + phase); },
        [=](double a) { return 2 * height * std::cos(2 * a + phase); } };
}

using MakePart = Part (*)(double centre, double width, double height);

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

} // namespace

class PathIntegralTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void toys();
    void certifiedMeansTrue_data();
    void certifiedMeansTrue();
    void hiddenStepIsFlagged();
    void tightTolerance();
    void sumIsExact();
    void tighterCostsMore();
    void draftComesFirst();
    void fedFromOutside();
    void wrongNumberOfSamples();
    void cancel();
    void spentEvaluations();
    void nothingToExplain();
    void recordedPaths();
    void nothingIsClipped();
    void smoothPathTakesOneBatch();
};

void PathIntegralTest::toys()
{
    // x1·x2 from 0: α², half of it each. 1 − ReLU(1 − x) at 2: slope 2 until α = ½. min(x1, x2) at (1, 3): x1 takes
    // all.
    const Part half { [](double a) { return a * a / 2; }, [](double a) { return a; } };
    const Toy product { { half, half } };
    const Toy relu {
        { { [](double a) { return 1 - std::max(0.0, 1 - 2 * a); }, [](double a) { return a < 0.5 ? 2.0 : 0.0; } } }
    };
    const Toy least { { { [](double a) { return a; }, [](double) { return 1.0; } },
        { [](double) { return 0.0; }, [](double) { return 0.0; } } } };
    for (const Toy* toy : { &product, &relu, &least }) {
        const PathIntegral answer = toy->integrate({});
        QVERIFY(answer.met);
        QVERIFY2(relativeTokenError(answer.scores, toy->exact()) < 0.01,
            qPrintable(QString::number(answer.scores[0], 'g', 17)));
    }
}

void PathIntegralTest::certifiedMeansTrue_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("width");
    for (double width : { 0.3, 0.1, 0.03, 0.01, 0.003 })
        QTest::addRow("sigmoids %g", width) << 0 << width;
    QTest::addRow("kinks") << 1 << 0.0;
    for (double width : { 0.3, 0.1, 0.03, 0.01 })
        QTest::addRow("poles %g", width) << 2 << width;
}

/// 100 random functions of 3 to 8 tokens: at most 1 may be certified and wrong.
void PathIntegralTest::certifiedMeansTrue()
{
    QFETCH(int, kind);
    QFETCH(double, width);
    const MakePart make[] { sigmoid, [](double c, double, double h) { return kink(c, h); }, lorentz };
    std::mt19937 random(20);
    const auto uniform = [&random] { return double(random()) / 4294967296.0; };
    int misses = 0;
    int met = 0;
    double worst = 0;
    for (int run = 0; run < 100; ++run) {
        Toy toy;
        for (int i = 0; i < 3 + run % 6; ++i) {
            const double place = uniform();
            const double stretch = width * (0.5 + uniform());
            const double height = uniform() - 0.3;
            toy.parts.push_back(i % 3 == 2 ? wave(6 * place, height) : make[kind](place, stretch, height));
        }
        const PathIntegral answer = toy.integrate({});
        const double error = relativeTokenError(answer.scores, toy.exact());
        met += answer.met;
        misses += answer.met && error > 0.01;
        worst = answer.met ? std::max(worst, error) : worst;
    }
    qInfo("met %d of 100, misses %d, largest certified error %.4f", met, misses, worst);
    QVERIFY(met >= 90);
    QVERIFY(misses <= 1);
}

/// F jumps, and no sample's gradient shows it: only F itself knows.
void PathIntegralTest::hiddenStepIsFlagged()
{
    for (double place : { 0.001, 0.123456, 0.5, 0.77, 0.9999 }) {
        const Toy toy { { { [=](double a) { return a > place ? 1.0 : 0.0; }, [](double) { return 0.0; } },
            wave(0, 1) } };
        PathOptions options;
        options.maxEvaluations = 300;
        const PathIntegral answer = toy.integrate(options);
        QVERIFY(!answer.met);
        QVERIFY(answer.evaluations <= 300);
    }
}

void PathIntegralTest::tightTolerance()
{
    const Toy toy { { sigmoid(0.3, 0.05, 2), sigmoid(0.34, 0.04, -1), wave(1, 0.3), lorentz(0.5, 0.1, 1) } };
    PathOptions options;
    options.tolerance = 1e-5;
    const PathIntegral answer = toy.integrate(options);
    const double error = relativeTokenError(answer.scores, toy.exact());
    qInfo("%d evaluations, error %.2g", answer.evaluations, error);
    QVERIFY(answer.met);
    QVERIFY(error < 1e-5);
}

void PathIntegralTest::sumIsExact()
{
    const Toy toy { { sigmoid(0.2, 0.02, 1), sigmoid(0.25, 0.03, -1.2), kink(0.4, 2), wave(2, 0.3) } };
    for (double tolerance : { 0.3, 0.01, 0.001 }) {
        PathOptions options;
        options.tolerance = tolerance;
        const PathIntegral answer = toy.integrate(options);
        QVERIFY(std::abs(sum(answer.scores) - (toy.value(1) - toy.value(0))) < 1e-12);
        QVERIFY(std::is_sorted(answer.alpha.begin(), answer.alpha.end()));
        QCOMPARE(int(answer.alpha.size()), answer.evaluations);
    }
}

void PathIntegralTest::tighterCostsMore()
{
    const Toy toy { { sigmoid(0.4, 0.05, 1), wave(1, 0.5), sigmoid(0.45, 0.02, 0.5) } };
    int before = 0;
    for (double tolerance : { 0.1, 0.03, 0.01, 0.003, 0.001, 1e-4 }) {
        PathOptions options;
        options.tolerance = tolerance;
        const int evaluations = toy.integrate(options).evaluations;
        QVERIFY(evaluations >= before);
        before = evaluations;
    }
}

void PathIntegralTest::draftComesFirst()
{
    const Toy toy { { sigmoid(0.4, 0.03, 1), wave(1, 0.5), sigmoid(0.45, 0.02, -0.5) } };
    int drafts = 0;
    int evaluations = 0;
    PathOptions options;
    options.tolerance = 0.001;
    const PathIntegral answer = toy.integrate(options, [&](const PathIntegral& draft) {
        ++drafts;
        evaluations = draft.evaluations;
        QVERIFY(relativeTokenError(draft.scores, toy.exact()) < 0.05);
    });
    QCOMPARE(drafts, 1);
    QVERIFY(evaluations < answer.evaluations);
}

/// Several integrals in flight, their samples computed by somebody else in turns: the same as one after the other.
void PathIntegralTest::fedFromOutside()
{
    const std::vector<Toy> toys { { { sigmoid(0.4, 0.03, 1), wave(1, 0.5), sigmoid(0.45, 0.02, -0.5) } },
        { { kink(0.3, 1), wave(2, 1) } }, { { lorentz(0.7, 0.05, 1), wave(0, -1) } } };
    for (PathRule rule : { PathRule::Certified, PathRule::GaussLegendre, PathRule::AlphaWeighted }) {
        PathOptions options;
        options.rule = rule;
        options.tolerance = 0.001;
        std::vector<PathIntegrator> integrators;
        std::vector<int> drafts(toys.size(), 0);
        for (const Toy& toy : toys)
            integrators.emplace_back(toy.value(1), toy.value(0), options);
        for (std::size_t open = toys.size(); open > 0;) {
            open = 0;
            for (std::size_t k = 0; k < toys.size(); ++k) {
                PathIntegrator& integrator = integrators[k];
                if (integrator.done())
                    continue;
                ++open;
                const int before = integrator.evaluations();
                const int asked = int(integrator.places().size());
                QVERIFY(integrator.forecast() >= before + asked);
                integrator.take(toys[k].function()(integrator.places()));
                QCOMPARE(integrator.evaluations(), before + asked);
                QCOMPARE(integrator.answer().evaluations, before + asked);
                QVERIFY(integrator.done() || !integrator.answer().met);
                drafts[k] += integrator.takeDraft().has_value();
                QVERIFY(!integrator.takeDraft());
            }
        }
        for (std::size_t k = 0; k < toys.size(); ++k) {
            int expectedDrafts = 0;
            const PathIntegral expected = toys[k].integrate(options, [&](const PathIntegral&) { ++expectedDrafts; });
            const PathIntegral& answer = integrators[k].answer();
            QCOMPARE(answer.scores, expected.scores);
            QCOMPARE(answer.tokenError, expected.tokenError);
            QCOMPARE(answer.rawResidual, expected.rawResidual);
            QCOMPARE(answer.met, expected.met);
            QCOMPARE(answer.alpha, expected.alpha);
            QCOMPARE(answer.value, expected.value);
            QCOMPARE(integrators[k].forecast(), answer.evaluations);
            QCOMPARE(drafts[k], expectedDrafts);
        }
    }
}

void PathIntegralTest::wrongNumberOfSamples()
{
    PathIntegrator integrator(1, 0, {});
    const std::vector<PathSample> one { { 0, { 0 } } };
    QVERIFY_EXCEPTION_THROWN(integrator.take(one), std::logic_error);
    QVERIFY_EXCEPTION_THROWN(integrator.take({}), std::logic_error);
    QCOMPARE(integrator.evaluations(), 0);
}

void PathIntegralTest::cancel()
{
    const Toy toy { { kink(0.4, 1) } };
    CancelToken token;
    int steps = 0;
    const Progress progress(token, [&](int, int, std::string_view) {
        if (++steps == 3)
            token.cancel();
    });
    PathOptions options;
    options.tolerance = 1e-7;
    QVERIFY_EXCEPTION_THROWN(integratePath(toy.function(), toy.value(1), toy.value(0), options, progress), Cancelled);
    QCOMPARE(steps, 3);
}

void PathIntegralTest::spentEvaluations()
{
    const Toy toy { { kink(0.31, 1), kink(0.62, -2) } };
    for (int most : { 1, 5, 7, 40, 100 }) {
        PathOptions options;
        options.tolerance = 1e-9;
        options.maxEvaluations = most;
        const PathIntegral answer = toy.integrate(options);
        QVERIFY(!answer.met);
        QCOMPARE(answer.evaluations, most);
        QCOMPARE(int(answer.scores.size()), 2);
    }
    PathOptions enough;
    enough.tolerance = 1e-9;
    const PathIntegral answer = toy.integrate(enough);
    QVERIFY(answer.met);
    QVERIFY(relativeTokenError(answer.scores, toy.exact()) <= 1e-9);
}

void PathIntegralTest::nothingToExplain()
{
    const Toy empty;
    QVERIFY(empty.integrate({}).met);
    QVERIFY(empty.integrate({}).scores.empty());
    const Part zero { [](double) { return 0.0; }, [](double) { return 0.0; } };
    const PathIntegral answer = Toy { { zero, zero } }.integrate({});
    QVERIFY(answer.met);
    QCOMPARE(answer.scores, std::vector<double>({ 0, 0 }));
}

/// Twelve texts under a trained classifier, six with each of two baselines: the true error is below the stated one, and
/// a few large batches do.
void PathIntegralTest::recordedPaths()
{
    const std::vector<RecordedPath> paths = readRecordedPaths(VITRINE_SOURCE_DIR "/tests/data/recorded_paths.json");
    QCOMPARE(int(paths.size()), 12);
    for (const auto& [tolerance, mostEvaluations, mostBatches] :
        { std::tuple { 0.05, 18, 4.5 }, std::tuple { 0.01, 26, 5.5 }, std::tuple { 0.001, 40, 6.5 } }) {
        double evaluations = 0;
        double batches = 0;
        double tightest = 1e9;
        for (const RecordedPath& path : paths) {
            PathOptions options;
            options.tolerance = tolerance;
            PathIntegrator integrator(path.value.back(), path.value.front(), options);
            for (; !integrator.done(); ++batches)
                integrator.take(path.function()(integrator.places()));
            const PathIntegral& answer = integrator.answer();
            QVERIFY(answer.met);
            const std::vector<double> exact = path.exactScores();
            double error = 0;
            for (std::size_t i = 0; i < exact.size(); ++i)
                error = std::max(error, std::abs(answer.scores[i] - exact[i]));
            QVERIFY2(error <= answer.tokenError, qPrintable(QString::fromStdString(path.text)));
            tightest = std::min(tightest, answer.tokenError / error);
            evaluations += answer.evaluations;
        }
        qInfo("at %g: mean evaluations %.1f in %.1f batches, stated error at least %.1f times the true one", tolerance,
            evaluations / 12, batches / 12, tightest);
        QVERIFY(evaluations / 12 <= mostEvaluations);
        QVERIFY(batches / 12 <= mostBatches);
    }
}

/// What is known to be wrong is never stated smaller, and "met" is judged by the stated error.
void PathIntegralTest::nothingIsClipped()
{
    for (double tolerance : { 0.5, 0.05, 0.01, 0.001, 1e-5 }) {
        for (const Toy& toy : { Toy { { sigmoid(0.4, 0.03, 1), wave(1, 0.5), sigmoid(0.45, 0.02, -0.5) } },
                 Toy { { kink(0.3, 1), wave(2, 1) } }, Toy { { lorentz(0.7, 0.002, 1), wave(0, -1) } } }) {
            PathOptions options;
            options.tolerance = tolerance;
            PathIntegrator integrator(toy.value(1), toy.value(0), options);
            while (!integrator.done()) {
                integrator.take(toy.function()(integrator.places()));
                const PathIntegral& answer = integrator.answer();
                const double largest = std::max(std::abs(answer.scores[0]), std::abs(answer.scores[1]));
                const double mass = std::abs(answer.scores[0]) + std::abs(answer.scores[1])
                    + (answer.scores.size() > 2 ? std::abs(answer.scores[2]) : 0);
                const double most = answer.scores.size() > 2 ? std::max(largest, std::abs(answer.scores[2])) : largest;
                QVERIFY(answer.tokenError >= std::abs(answer.rawResidual));
                QCOMPARE(answer.met,
                    answer.tokenError <= tolerance * most && std::abs(answer.rawResidual) <= tolerance * mass);
            }
        }
    }
}

/// A path without surprises is certified by the first batch.
void PathIntegralTest::smoothPathTakesOneBatch()
{
    const Toy toy { { wave(0, 1), wave(1, 0.5), { [](double a) { return a * a; }, [](double a) { return 2 * a; } } } };
    PathIntegrator integrator(toy.value(1), toy.value(0), {});
    integrator.take(toy.function()(integrator.places()));
    QVERIFY(integrator.done());
    QVERIFY(integrator.answer().met);
    QVERIFY(relativeTokenError(integrator.answer().scores, toy.exact()) < 0.001);
}

QTEST_GUILESS_MAIN(PathIntegralTest)
#include "tst_path_integral.moc"
