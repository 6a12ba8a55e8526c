// SPDX-License-Identifier: GPL-3.0-or-later
// Segments computed twice must be the network itself: the same numbers, the same dropout, in less memory.
#include "core/models/layers/recompute.h"
#include "core/models/perturbation.h"
#include "core/models/runtime/memory.h"
#include "core/models/runtime/random_state.h"
#include "core/models/runtime/torch_runtime.h"
#include "tests/support/made_network.h"

#include <torch/csrc/autograd/autograd.h>

#include <QTest>

#include <cmath>

using namespace vitrine;

namespace {

/// Loss and gradients of one step with dropout 0.1, and what a generator gives afterwards.
struct Step {
    double loss = 0;
    std::vector<at::Tensor> gradients; // of the embeddings, then of the parameters; undefined where nothing came
    at::Tensor after;
};

Step stepOf(const MadeNetwork& made, const ModelInputs& inputs, int segments, bool penalised = false)
{
    at::manual_seed(7);
    const TextModel& network = *made;
    const auto embedded = at::embedding(network.embeddingTable(), inputs.ids).detach().requires_grad_();
    const auto labels = at::arange(inputs.ids.size(0), at::kLong).remainder(network.classes());
    const auto losses = sampleLosses(
        network.forward(embedded, inputs, { .recomputeSegments = segments, .training = &made.training }), labels);
    auto loss = losses.mean();
    if (penalised)
        loss = loss + torch::autograd::grad({ losses.sum() }, { embedded }, {}, true, true)[0].square().sum();
    std::vector<at::Tensor> wanted { embedded };
    wanted.insert(wanted.end(), made.training.parameters.begin(), made.training.parameters.end());
    Step step;
    step.gradients = torch::autograd::grad({ loss }, wanted, {}, {}, false, true);
    step.loss = loss.item<double>();
    step.after = at::rand({ 3 }, at::kDouble);
    return step;
}

/// Largest difference relative to the gradients' size; infinite when one of them is missing on one side.
double difference(const Step& a, const Step& b)
{
    double apart = 0, size = 0;
    for (std::size_t i = 0; i < a.gradients.size(); ++i) {
        if (a.gradients[i].defined() != b.gradients[i].defined())
            return std::numeric_limits<double>::infinity();
        if (!a.gradients[i].defined())
            continue;
        apart += (a.gradients[i] - b.gradients[i]).square().sum().item<double>();
        size += a.gradients[i].square().sum().item<double>();
    }
    return std::sqrt(apart / size);
}

std::int64_t peakOf(const MadeNetwork& network, std::int64_t batch, std::int64_t length, int segments)
{
    const MemoryMeter meter;
    stepOf(network, madeInputs(*network, batch, length), segments);
    return meter.peak();
}

/// Six layers tanh(W x) with dropout between, cut anyhow.
at::Tensor chain(const at::Tensor& x, const std::vector<at::Tensor>& weights, std::size_t begin, std::size_t end)
{
    auto y = x;
    for (std::size_t i = begin; i < end; ++i)
        y = at::tanh(at::matmul(at::dropout(y, 0.1, true), weights[i]));
    return y;
}

std::vector<at::Tensor> chainWeights()
{
    at::manual_seed(9);
    std::vector<at::Tensor> weights;
    for (int i = 0; i < 6; ++i)
        weights.push_back(at::randn({ 8, 8 }, at::kDouble).requires_grad_());
    return weights;
}

} // namespace

class TestRecompute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void segments_are_nearly_equal()
    {
        using Pieces = std::vector<std::pair<std::size_t, std::size_t>>;
        QCOMPARE(segmentsOf(5, 2), (Pieces { { 0, 2 }, { 2, 5 } }));
        QCOMPARE(segmentsOf(3, 9), (Pieces { { 0, 1 }, { 1, 2 }, { 2, 3 } }));
        QCOMPARE(segmentsOf(4, 0), (Pieces { { 0, 4 } }));
        QCOMPARE(segmentsOf(0, 3), (Pieces { { 0, 0 } }));
    }

    void a_step_is_the_same_step_data()
    {
        QTest::addColumn<QString>("more");
        QTest::addColumn<int>("segments");
        const std::pair<const char*, const char*> kinds[] = {
            { "bert", "{}" },
            { "albert",
                R"({"model_type":"albert","architectures":["AlbertForSequenceClassification"],"embedding_size":8})" },
            { "synthesizer",
                R"({"model_type":"synthesizer","architectures":["SynthesizerForSequenceClassification"],"attention_scores":["dense","random","dot","random+dot"]})" },
        };
        for (const auto& [name, json] : kinds) {
            for (const int segments : { 1, 2, 4 })
                QTest::addRow("%s in %d", name, segments) << QString(json) << segments;
        }
    }

    void a_step_is_the_same_step()
    {
        QFETCH(QString, more);
        QFETCH(int, segments);
        const auto network = madeNetwork({}, at::kDouble, nlohmann::json::parse(more.toStdString()));
        const auto inputs = madeInputs(*network, 2, 9);
        const auto plain = stepOf(network, inputs, 0);
        const auto again = stepOf(network, inputs, segments);
        QCOMPARE(again.loss, plain.loss);
        QCOMPARE(difference(plain, again), 0.0); // bit for bit
        QVERIFY(at::equal(plain.after, again.after));
    }

    void differentiated_twice()
    {
        const auto network = madeNetwork({}, at::kDouble);
        const auto inputs = madeInputs(*network, 2, 9);
        const auto plain = stepOf(network, inputs, 0, true);
        const auto again = stepOf(network, inputs, 2, true);
        const double apart = difference(plain, again);
        QCOMPARE(again.loss, plain.loss);
        qInfo("second order: %.1e", apart);
        QVERIFY(apart < 1e-12);
        QVERIFY(at::equal(plain.after, again.after));
    }

    void one_within_another()
    {
        const auto weights = chainWeights();
        const auto run = [&](bool nested, bool backward) {
            at::manual_seed(3);
            for (const auto& weight : weights)
                weight.mutable_grad() = at::Tensor();
            const auto x = at::randn({ 5, 8 }, at::kDouble).requires_grad_();
            const Segment inner = [&](const std::vector<at::Tensor>& in) { return chain(in[0], weights, 1, 5); };
            const Segment outer = [&](const std::vector<at::Tensor>& in) {
                return chain(recomputed(inner, { chain(in[0], weights, 0, 1) }, weights), weights, 5, 6);
            };
            const auto sum = (nested ? recomputed(outer, { x }, weights) : chain(x, weights, 0, 6)).square().sum();
            if (!backward)
                return torch::autograd::grad({ sum }, { x, weights[0], weights[3], weights[5] });
            sum.backward();
            return std::vector<at::Tensor> { x.grad(), weights[0].grad(), weights[3].grad(), weights[5].grad() };
        };
        const auto plain = run(false, false);
        for (const bool backward : { false, true }) {
            const auto nested = run(true, backward);
            for (std::size_t i = 0; i < plain.size(); ++i)
                QVERIFY(at::equal(plain[i], nested[i]));
        }
    }

    /// The same with other random numbers in the second run, so that the tests above are known to see it.
    void without_the_random_numbers_gradients_are_wrong()
    {
        const auto weights = chainWeights();
        const auto gradient = [&](bool disturbed) {
            at::manual_seed(3);
            const auto x = at::ones({ 5, 8 }, at::kDouble).requires_grad_();
            const Segment segment = [&](const std::vector<at::Tensor>& in) {
                if (disturbed && at::GradMode::is_enabled())
                    at::manual_seed(99); // only the second run builds a graph
                return chain(in[0], weights, 0, 6);
            };
            return torch::autograd::grad({ recomputed(segment, { x }, weights).square().sum() }, { x })[0];
        };
        const auto right = gradient(false);
        const double apart = ((gradient(true) - right).norm() / right.norm()).item<double>();
        qInfo("wrong by %.0f %%", 100 * apart);
        QVERIFY(apart > 0.1);
    }

    void forgotten_parameters_are_told()
    {
        const auto weights = chainWeights();
        const auto x = at::ones({ 5, 8 }, at::kDouble).requires_grad_();
        const Segment segment = [&](const std::vector<at::Tensor>& in) { return chain(in[0], weights, 0, 6); };
        const auto sum = recomputed(segment, { x }, { weights.begin(), weights.begin() + 3 }).sum();
        QVERIFY_EXCEPTION_THROWN(torch::autograd::grad({ sum }, { x }), std::logic_error);
    }

    void nothing_is_kept_where_nothing_is_learnt()
    {
        const auto x = at::ones({ 2 });
        const auto y = recomputed([](const std::vector<at::Tensor>& in) { return in[0] * 2; }, { x }, {});
        QVERIFY(!y.requires_grad());
        QVERIFY(at::equal(y, x * 2));
    }

    /// Steps that keep one tensor each: n/k + k, least at √36.
    void memory_of_a_chain()
    {
        std::vector<std::int64_t> bytes;
        for (int segments = 1; segments <= 36; ++segments) {
            const auto x = at::ones({ 10000 }, at::kDouble).requires_grad_();
            const MemoryMeter meter;
            auto y = x;
            for (const auto& [begin, end] : segmentsOf(36, segments)) {
                const Segment sines = [count = end - begin](const std::vector<at::Tensor>& in) {
                    auto z = in[0];
                    for (std::size_t i = 0; i < count; ++i)
                        z = at::sin(z);
                    return z;
                };
                y = recomputed(sines, { y }, {});
            }
            torch::autograd::grad({ y.sum() }, { x });
            bytes.push_back(meter.peak());
        }
        const auto least = int(std::min_element(bytes.begin(), bytes.end()) - bytes.begin()) + 1;
        qInfo("least with %d segments: %.1f tensors; with 1 %.1f, with 36 %.1f", least,
            double(bytes[std::size_t(least - 1)]) / 8e4, double(bytes[0]) / 8e4, double(bytes[35]) / 8e4);
        QVERIFY(least >= 5 && least <= 8);
    }

    /// A third of the memory at most.
    void memory_of_twelve_layers()
    {
        const auto network = madeNetwork({ 12, 64, 4, 50, 256, 2 }, at::kFloat);
        const double plain = double(peakOf(network, 8, 128, 0));
        std::vector<double> bytes;
        for (int segments = 1; segments <= 12; ++segments) {
            bytes.push_back(double(peakOf(network, 8, 128, segments)));
            qInfo("%2d segments: %5.1f MB, %.2f times less", segments, bytes.back() / 1e6, plain / bytes.back());
        }
        const auto least = std::min_element(bytes.begin(), bytes.end());
        QVERIFY(plain / *least >= 3);
        QVERIFY(bytes[3] < bytes[0] / 2); // one segment saves nothing at the peak
    }

    void forecast_data()
    {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("segments");
        QTest::addColumn<int>("width");
        QTest::addRow("2 layers, wide, 16 of 24: weights count too") << 2 << 16 << 24 << 0 << 384;
        for (const int segments : { 0, 2 }) {
            QTest::addRow("2 layers, 8 of 128, %d", segments) << 2 << 8 << 128 << segments << 64;
            QTest::addRow("4 layers, 16 of 64, %d", segments) << 4 << 16 << 64 << segments << 64;
            QTest::addRow("4 layers, 1 of 512, %d", segments) << 4 << 1 << 512 << segments << 64;
            QTest::addRow("6 layers, 4 of 200, %d", segments) << 6 << 4 << 200 << segments << 64;
            QTest::addRow("3 layers, 32 of 33, %d", segments) << 3 << 32 << 33 << segments << 64;
        }
    }

    void forecast()
    {
        QFETCH(int, layers);
        QFETCH(int, batch);
        QFETCH(int, length);
        QFETCH(int, segments);
        QFETCH(int, width);
        const auto network = madeNetwork({ layers, width, 4, 50, 512, 2 }, at::kFloat);
        const Pass pass = [&](std::int64_t count, std::int64_t tokens) {
            stepOf(network, madeInputs(*network, count, tokens), segments);
        };
        const auto expected
            = double(batch > 1 ? forecastBatchBytes(pass, batch, length) : forecastBytes(pass, batch, length));
        const auto measured = double(measuredCost(pass, batch, length).bytes);
        qInfo("%.2f MB forecast, %.2f MB measured", expected / 1e6, measured / 1e6);
        QVERIFY(std::abs(expected / measured - 1) < 0.1);
    }

    void the_meter_counts()
    {
        const MemoryMeter meter;
        {
            const auto a = at::zeros({ 1000 }, at::kFloat);
            QVERIFY(meter.now() >= 4000);
        }
        QCOMPARE(meter.now(), std::int64_t(0));
        QVERIFY(meter.peak() >= 4000 && meter.peak() < 8000);
    }
};

QTEST_GUILESS_MAIN(TestRecompute)
#include "tst_recompute.moc"
