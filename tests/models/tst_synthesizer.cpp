// SPDX-License-Identifier: GPL-3.0-or-later
// Scores that need no product of tokens: their sizes, what they depend on, shorter texts, and whole models of each kind
// through every analysis.
#include "core/attribution/attribution.h"
#include "core/maps/attention_maps.h"
#include "core/models/layers/synthesized_scores.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"
#include "tests/support/fresh_model.h"
#include "tests/support/reference.h"

#include <torch/csrc/autograd/autograd.h>

#include <QTemporaryDir>
#include <QTest>

#include <numeric>
#include <set>

using namespace vitrine;

namespace {

/// Scores alone, and the tensors they are made of.
struct FreshScores {
    AttentionScores scores;
    std::vector<NamedParameter> parameters;
};

FreshScores freshScores(const std::string& name, const ScorePlan& plan)
{
    const NoTensors none;
    WeightReader weights(none, "", at::TensorOptions(at::kDouble), {});
    weights.makeMissing(2,
        [generator = at::detail::createCPUGenerator(3)](const std::string&, const std::vector<std::int64_t>& shape,
            const InitialValues&) { return at::empty(shape, at::kDouble).normal_(0, 0.5, generator); });
    auto scores = readScores(name, plan, weights);
    return { std::move(scores), weights.parameters() };
}

constexpr int length = 6;

ScorePlan smallPlan() { return { "", 8, 2, 12, 3, 3, 4 }; }

at::Tensor someRows() // (1, L, H)
{
    return at::empty({ 1, length, 8 }, at::kDouble).normal_(0, 1, at::detail::createCPUGenerator(5));
}

/// largest |dS_i/dx_k| over a weighted sum of the row S_i of all heads, (L, L).
std::vector<double> influence(const AttentionScores& scores)
{
    const auto x = someRows().requires_grad_(true);
    const auto all = scores(x, x); // (1, A, L, L)
    std::vector<double> largest(length * length, 0.0);
    if (!all.requires_grad())
        return largest;
    for (int i = 0; i < length; ++i) {
        const auto row = all.select(2, i);
        const auto weights = at::arange(1, row.numel() + 1, at::kDouble).view(row.sizes());
        const auto gradient = torch::autograd::grad({ (row * weights).sum() }, { x }, {}, true)[0]; // (1, L, H)
        const auto rows = toDoubles(std::get<0>(gradient.abs().max(-1)));
        std::copy(rows.begin(), rows.end(), largest.begin() + i * length);
    }
    return largest;
}

at::Tensor logitsOf(
    const TextModel& network, const std::vector<int>& ids, const at::Tensor& mask = {}, Trace* trace = nullptr)
{
    Encoding encoding;
    encoding.ids = ids;
    encoding.segments.resize(ids.size());
    auto inputs = network.inputsFor(encoding);
    inputs.mask = mask;
    return network.logits(network.wordEmbeddings(inputs.ids), inputs, trace);
}

void everyKind(std::string_view but = {})
{
    QTest::addColumn<QString>("kind");
    for (const auto& kind : scoreKinds()) {
        if (kind.id != but)
            QTest::newRow(kind.id.c_str()) << QString::fromStdString(kind.id);
    }
    for (const char* mixture : { "random+dot", "dense+dot", "random+dense+factorized-dense" })
        QTest::newRow(mixture) << mixture;
}

} // namespace

class TestSynthesizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void parameters_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("expected");
        QTest::newRow("2H²") << "dot" << 524288;
        QTest::newRow("8(H² + HN)") << "dense" << 3145728;
        QTest::newRow("H² + 8DN") << "dense-shared" << 393216;
        QTest::newRow("8N²") << "random" << 524288;
        QTest::newRow("none") << "fixed" << 0;
        QTest::newRow("8·2Nk") << "factorized-random" << 32768;
        QTest::newRow("8(H² + H(a + b))") << "factorized-dense" << 8 * (512 * 512 + 512 * 32);
        QTest::newRow("8(H² + H(a + b)), tiled") << "factorized-dense-tiled" << 8 * (512 * 512 + 512 * 32);
    }

    void parameters()
    {
        QFETCH(QString, kind);
        QFETCH(int, expected);
        const ScorePlan plan { "", 512, 8, 256, 8, 16, 16 };
        std::int64_t count = 0;
        for (const auto& parameter : freshScores(kind.toStdString(), plan).parameters)
            count += parameter.frozen || parameter.name.ends_with(".bias") ? 0 : parameter.value.numel();
        QCOMPARE(count, std::int64_t(expected));
        QCOMPARE(scoreKindsOf(kind.toStdString()).front()->parameters(plan), std::int64_t(expected));
    }

    void every_kind_is_counted() { QCOMPARE(scoreKinds().size(), std::size_t(8)); }

    void distinct_columns_data()
    {
        QTest::addColumn<int>("a");
        QTest::addColumn<int>("b");
        for (const auto& [a, b] : { std::pair { 8, 8 }, { 16, 16 }, { 3, 4 }, { 5, 6 } })
            QTest::addRow("%d × %d", a, b) << a << b;
    }

    void distinct_columns()
    {
        QFETCH(int, a);
        QFETCH(int, b);
        for (const bool tiled : { false, true }) {
            const auto fresh
                = freshScores(tiled ? "factorized-dense-tiled" : "factorized-dense", { "", 8, 1, a * b, 8, a, b });
            const auto x = at::empty({ 1, a * b, 8 }, at::kDouble).normal_(0, 1, at::detail::createCPUGenerator(5));
            const auto columns = fresh.scores(x, x)[0][0].t(); // (N, L)
            std::set<std::vector<double>> distinct;
            for (int j = 0; j < a * b; ++j)
                distinct.insert(toDoubles(columns[j]));
            QCOMPARE(int(distinct.size()), tiled ? std::lcm(a, b) : a * b);
        }
    }

    void what_scores_depend_on_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("ofOwnToken");
        QTest::addColumn<bool>("ofOtherTokens");
        QTest::newRow("dot") << "dot" << true << true;
        for (const char* kind :
            { "dense", "dense-shared", "factorized-dense", "factorized-dense-tiled", "random+dense" })
            QTest::newRow(kind) << kind << true << false;
        for (const char* kind : { "random", "fixed", "factorized-random", "random+fixed" })
            QTest::newRow(kind) << kind << false << false;
        QTest::newRow("random+dot") << "random+dot" << true << true;
    }

    /// Zero means zero here, not small.
    void what_scores_depend_on()
    {
        QFETCH(QString, kind);
        QFETCH(bool, ofOwnToken);
        QFETCH(bool, ofOtherTokens);
        const auto largest = influence(freshScores(kind.toStdString(), smallPlan()).scores);
        for (int i = 0; i < length; ++i) {
            for (int k = 0; k < length; ++k)
                QCOMPARE(largest[std::size_t(i * length + k)] != 0.0, i == k ? ofOwnToken : ofOtherTokens);
        }
    }

    void a_mixture_by_hand()
    {
        const auto mixed = freshScores("random+dot", smallPlan());
        std::map<std::string, at::Tensor> tensors;
        for (const auto& parameter : mixed.parameters)
            tensors[parameter.name] = parameter.value;
        const auto logits = toDoubles(tensors.at("scores.mixture"));
        const double alpha = 1 / (1 + std::exp(logits[1] - logits[0]));
        const auto x = someRows();
        const auto random = tensors.at("scores.random").narrow(1, 0, length).narrow(2, 0, length);
        const auto dot = DotProductScores { { tensors.at("query.weight"), tensors.at("query.bias") },
            { tensors.at("key.weight"), tensors.at("key.bias") }, 2 }(x, x);
        QVERIFY(
            largestDifference(toDoubles(mixed.scores(x, x)), toDoubles(alpha * random + (1 - alpha) * dot)) < 1e-12);
    }

    void shorter_texts_are_a_shorter_model_data()
    {
        everyKind("factorized-dense-tiled");
    } // tiling to 8 columns is no 12 cut to 8

    /// A model for 8 tokens that has the first 8 rows and columns of everything answers the same.
    void shorter_texts_are_a_shorter_model()
    {
        QFETCH(QString, kind);
        const auto whole = freshModel(smallSynthesizer(kind.toStdString()));
        auto json = smallSynthesizer(kind.toStdString());
        json["max_position_embeddings"] = 8;
        json["score_factors"] = { 2, 4 }; // of 3 × 4 the first two blocks of 4 columns
        std::map<std::string, at::Tensor> cropped;
        for (const auto& [name, value, frozen] : whole.parameters) {
            auto tensor = value;
            if (name.ends_with("position_embeddings.weight"))
                tensor = tensor.narrow(0, 0, 8);
            else if (name.ends_with("scores.random") || name.ends_with("scores.fixed"))
                tensor = tensor.narrow(1, 0, 8).narrow(2, 0, 8);
            else if (name.find("dense.outer.") != std::string::npos
                || name.find("dense_shared.outer.") != std::string::npos
                || name.find("scores.factorized_random.") != std::string::npos)
                tensor = tensor.narrow(1, 0, 8);
            else if (name.find("factorized_dense.outer_a.") != std::string::npos)
                tensor = tensor.narrow(1, 0, 2);
            cropped[name] = tensor;
        }
        const auto shorter = freshModel(json, cropped);
        for (const auto& ids : { std::vector { 2, 5, 6, 7, 8, 9, 10, 3 }, { 2, 6, 3 } })
            QVERIFY(
                largestDifference(toDoubles(logitsOf(*whole.network, ids)), toDoubles(logitsOf(*shorter.network, ids)))
                < 1e-13);
    }

    void causal_mask_leaks_nothing_data() { everyKind(); }

    void causal_mask_leaks_nothing()
    {
        QFETCH(QString, kind);
        const auto model = freshModel(smallSynthesizer(kind.toStdString()));
        const auto mask = at::full({ 1, 1, 6, 6 }, -INFINITY, at::kDouble).triu(1);
        Trace first, second;
        first.wantHiddenStates = second.wantHiddenStates = true;
        logitsOf(*model.network, { 2, 5, 6, 7, 8, 3 }, mask, &first);
        logitsOf(*model.network, { 2, 5, 6, 7, 12, 13 }, mask, &second);
        for (std::size_t i = 0; i < first.hiddenStates.size(); ++i) {
            const auto differs = (first.hiddenStates[i] - second.hiddenStates[i]).abs().amax(-1).squeeze(0); // (L)
            QCOMPARE(toDoubles(differs.narrow(0, 0, 4)), std::vector<double>(4, 0.0));
            QVERIFY(differs[4].item<double>() > 0);
        }
    }

    void a_folder_through_every_analysis_data() { everyKind(); }

    void a_folder_through_every_analysis()
    {
        QFETCH(QString, kind);
        const auto fresh = freshModel(smallSynthesizer(kind.toStdString()));
        const QTemporaryDir folder;
        saveFolder(fresh, folder.path().toStdString());
        const auto model = openModel(folder.path().toStdString(), { "cpu", "float64" });
        QCOMPARE(model->card().provenance.model.family, std::string("synthesizer"));
        QVERIFY(model->card().missing.empty());
        const TextInput input { "the film is not very good .", {}, 0 };

        const auto prediction = predict(*model, input);
        QCOMPARE(prediction.logits, toDoubles(logitsOf(*fresh.network, prediction.encoding.ids)));

        const auto maps = attentionMaps(*model, { input, {}, {} });
        const auto size = std::int64_t(maps.encoding.size());
        QCOMPARE(maps.maps.shape, (std::vector<std::int64_t> { 2, 2, size, size }));
        for (std::size_t row = 0; row < maps.maps.values.size(); row += std::size_t(size)) {
            const auto begin = maps.maps.values.begin() + std::ptrdiff_t(row);
            QVERIFY(std::abs(std::accumulate(begin, begin + size, 0.0) - 1) < 1e-6);
        }

        const auto attribution = attribute(*model, { input, "integrated-gradients", {} });
        QVERIFY(attribution.certificate && attribution.certificate->met);
        QCOMPARE(attribution.scores.size(), prediction.encoding.size());
    }

    void damaged_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("other length") << "max_position_embeddings"
                                      << "24"
                                      << "malformed-file"
                                      << "score_factors must multiply to max_position_embeddings (24)";
        QTest::newRow("other heads") << "num_attention_heads"
                                     << "4"
                                     << "shape-mismatch"
                                     << "scores.factorized_dense.inner.weight";
        QTest::newRow("other factors") << "score_factors"
                                       << "[6, 2]"
                                       << "shape-mismatch"
                                       << "scores.factorized_dense.outer_a.weight";
        QTest::newRow("factors of something else") << "score_factors"
                                                   << "[3, 5]"
                                                   << "malformed-file"
                                                   << "score_factors";
        QTest::newRow("three factors") << "score_factors"
                                       << "[3, 2, 2]"
                                       << "malformed-file"
                                       << "two whole numbers";
        QTest::newRow("a factor of nothing") << "score_factors"
                                             << "[0, 12]"
                                             << "malformed-file"
                                             << "score_factors";
        QTest::newRow("unknown kind") << "attention_scores"
                                      << "[\"dense\", \"lightning\"]"
                                      << "unsupported-family"
                                      << "\"lightning\"";
        QTest::newRow("empty kind") << "attention_scores"
                                    << "[\"dense+\", \"dense\"]"
                                    << "unsupported-family"
                                    << "\"\"";
        QTest::newRow("twice in a mixture") << "attention_scores"
                                            << "[\"dot+dot\", \"dense\"]"
                                            << "unsupported-family"
                                            << "twice";
        QTest::newRow("a layer too few") << "attention_scores"
                                         << "[\"factorized-dense\"]"
                                         << "malformed-file"
                                         << "one kind for each of the 2 layers";
        QTest::newRow("no list") << "attention_scores"
                                 << "\"factorized-dense\""
                                 << "malformed-file"
                                 << "attention_scores";
        QTest::newRow("other kind") << "attention_scores"
                                    << "[\"random\", \"dense\"]"
                                    << "missing-tensor"
                                    << "scores.random";
        QTest::newRow("kinds are not said") << "attention_scores"
                                            << ""
                                            << "malformed-file"
                                            << "attention_scores";
    }

    void damaged()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, code);
        QFETCH(QString, words);
        auto fresh = freshModel(smallSynthesizer("factorized-dense"));
        if (value.isEmpty())
            fresh.json.erase(field.toStdString());
        else
            fresh.json[field.toStdString()] = nlohmann::json::parse(value.toStdString());
        const QTemporaryDir folder;
        saveFolder(fresh, folder.path().toStdString());
        try {
            openModel(folder.path().toStdString(), { "cpu", "float64" });
            QFAIL("it opened");
        } catch (const Refusal& refusal) {
            QCOMPARE(QString::fromStdString(std::string(errorCodeName(refusal.error().code))), code);
            QVERIFY2(QString::fromStdString(refusal.error().message).contains(words), refusal.error().message.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestSynthesizer)
#include "tst_synthesizer.moc"
