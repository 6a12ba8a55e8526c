// SPDX-License-Identifier: GPL-3.0-or-later
// Layers by hand.
#include "core/models/layers/attention.h"
#include "core/models/layers/model.h"
#include "core/models/layers/relative_scores.h"
#include "core/models/runtime/torch_runtime.h"
#include "tests/support/reference.h"

#include <ATen/ATen.h>

#include <QTest>

using namespace vitrine;

namespace {

at::Tensor matrix(std::vector<double> values, std::vector<std::int64_t> shape)
{
    return at::tensor(values, at::kDouble).view(shape);
}

Linear identity(std::int64_t width) { return { at::eye(width, at::kDouble), at::zeros({ width }, at::kDouble) }; }

} // namespace

class TestLayers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linear_multiplies_by_the_transposed_weight()
    {
        // (1, 2)·[[1, 2], [3, 4], [5, 6]]ᵀ + (1, 0, −1) = (5 + 1, 11, 17 − 1)
        const Linear layer { matrix({ 1, 2, 3, 4, 5, 6 }, { 3, 2 }), matrix({ 1, 0, -1 }, { 3 }) };
        QCOMPARE(toDoubles(layer(matrix({ 1, 2 }, { 1, 2 }))), (std::vector<double> { 6, 11, 16 }));
    }

    void layer_norm_uses_the_population_variance()
    {
        // mean 2, population variance 1: (1, 3) → (−1, 1), times 2 plus 1
        const LayerNorm layer { matrix({ 2, 2 }, { 2 }), matrix({ 1, 1 }, { 2 }), 0.0 };
        QVERIFY(largestDifference(toDoubles(layer(matrix({ 1, 3 }, { 1, 2 }))), std::vector<double> { -1, 3 }) < 1e-15);
    }

    void attention_by_hand()
    {
        // Queries, keys and values are the two unit vectors, so scores are 1/√2 on the diagonal and 0 beside it.
        SelfAttention attention { DotProductScores { identity(2), identity(2), 1 }, identity(2), identity(2), 1 };
        const auto x = matrix({ 1, 0, 0, 1 }, { 1, 2, 2 });
        const double p = 1 / (1 + std::exp(-1 / std::sqrt(2.0)));
        AttentionTap tap;
        const auto result = attention(x, x, {}, &tap);
        const std::vector<double> expected { p, 1 - p, 1 - p, p };
        QVERIFY(largestDifference(toDoubles(result), expected) < 1e-15);
        QVERIFY(largestDifference(toDoubles(tap.probabilities), expected) < 1e-15);
    }

    void masked_tokens_get_no_weight()
    {
        SelfAttention attention { DotProductScores { identity(2), identity(2), 1 }, identity(2), identity(2), 1 };
        const auto x = matrix({ 1, 0, 0, 1 }, { 1, 2, 2 });
        const auto mask = matrix({ 0, std::numeric_limits<double>::lowest() }, { 1, 1, 1, 2 });
        QCOMPARE(toDoubles(attention(x, x, mask, nullptr)), (std::vector<double> { 1, 0, 1, 0 }));
    }

    void relative_keys_by_hand()
    {
        // q·k is the unit matrix. r(−1) = (0, 4), r(0) = (1, 2), r(1) = (3, 0): token 0 sees token 1 at distance −1.
        // q_i·r(i − j): (1, 0), (0, 1) with r(0) → 1, 2; q_0·r(−1) = 0; q_1·r(1) = 0. k_j·r(i − j): k_1·r(−1) = 4;
        // k_0·r(1) = 3.
        const auto x = matrix({ 1, 0, 0, 1 }, { 1, 2, 2 });
        RelativeKeyScores scores { { identity(2), identity(2), 1 }, matrix({ 0, 4, 1, 2, 3, 0 }, { 3, 2 }), false };
        const double root = std::sqrt(2.0);
        QVERIFY(largestDifference(toDoubles(scores(x, x)), std::vector<double> { 2 / root, 0, 0, 3 / root }) < 1e-15);
        scores.withKeys = true;
        QVERIFY(
            largestDifference(toDoubles(scores(x, x)), std::vector<double> { 3 / root, 4 / root, 3 / root, 5 / root })
            < 1e-15);
    }

    void relative_positions_share_rows_far_away()
    {
        // He and others' scale for 256 buckets and 512 positions.
        const RelativePositions v3 { 256, 256, 512 };
        for (const auto& [distance, row] :
            { std::pair { 0, 0 }, { 128, 128 }, { 129, 129 }, { 200, 169 }, { 400, 233 }, { 511, 255 } }) {
            QCOMPARE(v3.row(distance), std::min(256 + row, 511));
            QCOMPARE(v3.row(-distance), 256 - row);
        }
        const RelativePositions plain { 3, 0, 3 };
        QCOMPARE(toDoubles(plain.rows(2, 3, at::kCPU)), (std::vector<double> { 3, 2, 1, 4, 3, 2 }));
        QCOMPARE(plain.row(7), 5);
        QCOMPARE(plain.row(-7), 0);
    }

    void activation_functions_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("atOne");
        QTest::addColumn<double>("atMinusOne");
        // Φ(1) = 0.841344746068543; σ(1.702) = 0.845795765…; tanh form by √(2/π)·1.044715
        const double phi = 0.8413447460685429;
        const double tanhForm = 0.5 * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * 1.044715));
        const double sigmoid = 1 / (1 + std::exp(-1.702));
        QTest::newRow("gelu") << "gelu" << phi << phi - 1;
        QTest::newRow("gelu_new") << "gelu_new" << tanhForm << tanhForm - 1;
        QTest::newRow("quick_gelu") << "quick_gelu" << sigmoid << sigmoid - 1;
        QTest::newRow("relu") << "relu" << 1.0 << 0.0;
        QTest::newRow("relu2") << "relu2" << 1.0 << 0.0;
        QTest::newRow("silu") << "silu" << 1 / (1 + std::exp(-1.0)) << -1 / (1 + std::exp(1.0));
        QTest::newRow("mish") << "mish" << std::tanh(std::log1p(std::exp(1.0)))
                              << -std::tanh(std::log1p(std::exp(-1.0)));
        QTest::newRow("leaky_relu") << "leaky_relu" << 1.0 << -0.01;
    }

    void words_of_libtorch_stay_in_the_log()
    {
        try {
            (void)at::matmul(matrix({ 1, 2 }, { 2 }), matrix({ 1, 2, 3 }, { 3 }));
            QFAIL("it was computed");
        } catch (...) {
            const Error error = errorFromException(std::current_exception());
            QCOMPARE(error.code, ErrorCode::Internal);
            QVERIFY(error.message.find("log has the details") != std::string::npos && error.message.size() < 200);
            QVERIFY(error.detail.find("size") != std::string::npos && error.detail.size() <= 16 << 10);
        }
    }

    void activation_functions()
    {
        QFETCH(QString, name);
        QFETCH(double, atOne);
        QFETCH(double, atMinusOne);
        const auto& activation = activationNamed(name.toStdString());
        QVERIFY(largestDifference(
                    toDoubles(activation.apply(matrix({ 1, -1 }, { 2 }))), std::vector<double> { atOne, atMinusOne })
            < 1e-15);
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_model_layers.moc"
