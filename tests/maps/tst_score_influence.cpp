// SPDX-License-Identifier: GPL-3.0-or-later
// Which tokens scores depend on: against the full Jacobian, for every kind of scores and for families whose scores are
// no plain product.
#include "core/maps/attention_maps.h"
#include "core/maps/score_influence.h"
#include "core/models/layers/model.h"
#include "core/models/layers/synthesized_scores.h"
#include "core/models/runtime/torch_runtime.h"
#include "tests/io/refusal_of.h"
#include "tests/support/fresh_model.h"
#include "tests/support/reference_models.h"

#include <torch/csrc/autograd/autograd.h>

#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;

namespace {

/// One backward pass for each of the L² scores: slow, and true of any function.
at::Tensor fullJacobianNorms(const AttentionScores& scores, const at::Tensor& input, int head)
{
    const at::AutoGradMode graph(true);
    const auto x = input.detach().clone().requires_grad_(true);
    const auto all = scores(x, x).select(1, head).squeeze(0); // (L, L)
    auto squares = at::zeros_like(all, at::kDouble).detach();
    if (!all.requires_grad())
        return squares;
    for (std::int64_t i = 0; i < all.size(0); ++i) {
        for (std::int64_t j = 0; j < all.size(1); ++j) {
            const auto gradient = torch::autograd::grad({ all[i][j] }, { x }, {}, true, false, true)[0];
            if (gradient.defined())
                squares[i] += gradient.squeeze(0).to(at::kDouble).square().sum(-1);
        }
    }
    return squares.sqrt();
}

std::shared_ptr<const LoadedModel> freshFolder(const std::string& kind, const QTemporaryDir& folder)
{
    saveFolder(freshModel(smallSynthesizer(kind)), folder.path().toStdString());
    return openModel(folder.path().toStdString(), { "cpu", "float64" });
}

ScoreSource sourceOf(const LoadedModel& model, const std::string& text, int layer)
{
    const at::NoGradGuard constant;
    const auto inputs = model.network().inputsFor(encodeInput(model, { text, {}, 0 }).encoding);
    Trace trace;
    trace.wantScores = true;
    trace.onlyLayer = layer;
    model.network().logits(model.network().wordEmbeddings(inputs.ids), inputs, &trace);
    return trace.scores.at(0);
}

} // namespace

class TestScoreInfluence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void synthesizers_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto& kind : scoreKinds())
            QTest::newRow(kind.id.c_str()) << QString::fromStdString(kind.id);
        QTest::newRow("dense+dot") << "dense+dot";
        QTest::newRow("random+fixed") << "random+fixed";
    }

    void synthesizers()
    {
        QFETCH(QString, kind);
        const QTemporaryDir folder;
        const auto model = freshFolder(kind.toStdString(), folder);
        const auto source = sourceOf(*model, "the film is not good", 1);
        const auto expected = toDoubles(fullJacobianNorms(source.scores, source.x, 1));
        QVERIFY(largestDifference(toDoubles(influenceMatrix(source.scores, source.x, 1)), expected) < 1e-12);
    }

    void families_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& name : referenceNames(true))
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }

    /// Relative positions, disentangled scores, causal layers: all of them read one row of queries and one of keys for
    /// each score.
    void families()
    {
        QFETCH(QString, name);
        const auto model = openModel(referencePath("models/" + name.toStdString()), { "cpu", "float64" });
        const auto source = sourceOf(*model, "a film", model->config().layers - 1);
        const auto expected = fullJacobianNorms(source.scores, source.x, 1);
        const double largest = expected.max().item<double>();
        const double difference
            = largestDifference(toDoubles(influenceMatrix(source.scores, source.x, 1)), toDoubles(expected));
        qInfo("%s: largest difference %.2g of %.3g", qPrintable(name), difference, largest);
        QVERIFY(largest > 0);
        QVERIFY(difference <= 1e-12 * largest);
    }

    void the_document()
    {
        const QTemporaryDir folder;
        const auto model = freshFolder("random+dense", folder);
        AttentionRequest request { { "the film is good", {}, 0 }, 1, 0 };
        QVERIFY(!attentionMaps(*model, request).influence);
        request.influence = HeadIndex { 1, 0 };
        const auto influence = attentionMaps(*model, request).influence.value();
        QCOMPARE(influence.layer, 1);
        QCOMPARE(influence.head, 0);
        QCOMPARE(influence.matrix.shape, (std::vector<std::int64_t> { 6, 6 }));
        for (std::size_t i = 0; i < 36; ++i)
            QCOMPARE(influence.matrix.values[i] != 0, i % 7 == 0);
        QCOMPARE(influence.parts.size(), std::size_t(2));
        QCOMPARE(influence.parts[0].id, std::string("random"));
        QCOMPARE(influence.parts[1].title, std::string("Dense"));
        QVERIFY(influence.parts[0].weight > 0 && influence.parts[1].weight > 0);
        QVERIFY(std::abs(influence.parts[0].weight + influence.parts[1].weight - 1) < 1e-12);
    }

    void bad_places_data()
    {
        QTest::addColumn<QString>("place");
        for (const char* place : { "2.0", "0.2", "-1.0", "0", "0.", ".0", "0.0.0", "a.b", "0.0 ", "99999999999.0" })
            QTest::newRow(place) << place;
    }

    void bad_places()
    {
        QFETCH(QString, place);
        ModelConfig config;
        config.layers = config.heads = 2;
        QCOMPARE(refusalOf([&] { headIndexFrom(place.toStdString(), config, "influence"); }),
            "bad-argument: --influence names the head \"" + place
                + "\"; write layer.head, from 0.0 to 1.1 for this model.");
    }

    void cancelled()
    {
        CancelToken token;
        const Progress progress(token, [token](int done, int, std::string_view) mutable {
            if (done == 2)
                token.cancel();
        });
        const DotProductScores scores { { at::randn({ 4, 4 }), {} }, { at::randn({ 4, 4 }), {} }, 2 };
        QVERIFY_EXCEPTION_THROWN(influenceMatrix(scores, at::randn({ 1, 9, 4 }), 0, progress), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestScoreInfluence)
#include "tst_score_influence.moc"
