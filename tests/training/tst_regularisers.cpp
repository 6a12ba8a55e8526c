// SPDX-License-Identifier: GPL-3.0-or-later
// What a step adds to the loss: by hand on softmax(W x), and against another implementation on a BERT.
#include <ATen/ATen.h> // before the layers, which compute in their header

#include "core/models/layers/encoder.h"
#include "core/models/opening/loaded_model.h"
#include "core/models/perturbation.h"
#include "core/models/predict.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/training/regulariser.h"
#include "tests/support/reference.h"

#include <torch/csrc/autograd/autograd.h>

#include <QTest>

using namespace vitrine;

namespace {

/// Three classes, four inputs: one "token" of width 4.
struct Toy {
    at::Tensor weight = at::tensor({ .5, -1., .3, .8, -.7, .2, 1.1, -.4, .1, .9, -.6, .2 }, at::kDouble)
                            .view({ 3, 4 })
                            .requires_grad_();
    at::Tensor table = at::tensor({ .4, -.3, .8, .5 }, at::kDouble).view({ 1, 4 }).requires_grad_();

    at::Tensor logits(const at::Tensor& x) const { return at::matmul(x.flatten(1), weight.t()); } // (B, 1, 4) → (B, 3)
    /// The same x for every label.
    RegularisedBatch batch(const std::vector<std::int64_t>& labels, double movable = 1) const
    {
        const auto count = std::int64_t(labels.size());
        return { [this](const at::Tensor& x) { return logits(x); },
            at::embedding(table, at::zeros({ count, 1 }, at::kLong)), at::tensor(labels, at::kLong),
            at::full({ count, 1, 1 }, movable, at::kDouble) };
    }
};

RegularisedLoss lossOf(const char* id, const RegularisedBatch& batch, const ParameterValues& values)
{
    const auto& row = regulariserNamed(id);
    return row.loss(batch, Parameters(row.parameters, values));
}

double number(const at::Tensor& value) { return value.item<double>(); }

at::Tensor gradientOf(const at::Tensor& loss, const at::Tensor& by)
{
    return torch::autograd::grad({ loss }, { by })[0];
}

double apart(const at::Tensor& a, const at::Tensor& b) { return number((a - b).abs().max()); }

/// Says both when they are farther apart than `tolerance`.
bool near(double actual, double expected, double tolerance)
{
    if (std::abs(actual - expected) <= tolerance)
        return true;
    qWarning("%.12g, expected %.12g", actual, expected);
    return false;
}

/// The reference model and one of its texts; two of its parameters ask for gradients.
struct BertCase {
    std::shared_ptr<const LoadedModel> model = openModel(referencePath("models/bert"), { "cpu", "float64" });
    nlohmann::json values;
    ModelInputs inputs;
    RegularisedBatch batch;

    explicit BertCase(int index, bool special = true)
        : values(referenceJson("robustness/bert.json")["cases"][std::size_t(index)])
    {
        TextInput input { values["text"].get<std::string>(), {}, 0 };
        if (!values["pair"].is_null())
            input.pair = values["pair"].get<std::string>();
        const auto& network = model->network();
        inputs = network.inputsFor(encodeInput(*model, input).encoding);
        const auto mask = values["special_tokens_mask"].get<std::vector<double>>();
        const auto moved = at::tensor(mask, at::kDouble).view({ 1, -1, 1 });
        batch = { [this](const at::Tensor& x) { return model->network().logits(x, inputs); },
            network.wordEmbeddings(inputs.ids), at::full({ 1 }, values["label"].get<std::int64_t>(), at::kLong),
            special ? at::ones_like(moved) : 1 - moved };
        encoder().head.outer.bias.requires_grad_();
        query().requires_grad_();
    }
    BertCase(const BertCase&) = delete;
    BertCase& operator=(const BertCase&) = delete;

    const Encoder& encoder() const { return dynamic_cast<const Encoder&>(model->network()); }
    const at::Tensor& query() const
    {
        return encoder().layers[0].attention.scores.target<DotProductScores>()->query.weight;
    }
};

} // namespace

class TestRegularisers : public QObject {
    Q_OBJECT

    const Toy m_toy;
    const at::Tensor m_one = at::ones({ 1, 1, 1 }, at::kDouble);

    EmbeddedLogits toy() const
    {
        return [this](const at::Tensor& x) { return m_toy.logits(x); };
    }
    at::Tensor x() const { return m_toy.table.detach().view({ 1, 1, 4 }); }
    double divergenceAt(const at::Tensor& step) const
    {
        return number(sampleDivergences(m_toy.logits(x()), m_toy.logits(x() + step.view({ 1, 1, 4 }))));
    }

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void loss_and_gradient_of_the_clean_point()
    {
        QVERIFY(near(number(sampleLosses(m_toy.logits(x()), at::zeros({ 1 }, at::kLong))), 0.4843396923, 1e-9));
        const auto g = lossGradients(toy(), x(), at::zeros({ 1 }, at::kLong), m_one);
        QVERIFY(largestDifference(toDoubles(g),
                    std::vector<double> { -0.375025102526, 0.535619303892, 0.125110133955, -0.396437662708 })
            < 1e-9);
        QVERIFY(near(number(sampleNorms(g)), 0.774820774281, 1e-9));
    }

    void a_step_along_the_gradient_data()
    {
        QTest::addColumn<QString>("epsilon");
        QTest::addColumn<double>("unit");
        QTest::addColumn<double>("sign");
        QTest::newRow("0.1") << "0.1" << 0.5668088214 << 0.6470636077;
        QTest::newRow("0.01") << "0.01" << 0.4921370666 << 0.4988493430;
        QTest::newRow("0.001") << "0.001" << 0.4851150040 << 0.4857737537;
    }

    void a_step_along_the_gradient()
    {
        QFETCH(QString, epsilon);
        QFETCH(double, unit);
        QFETCH(double, sign);
        const auto batch = m_toy.batch({ 0 });
        const std::string size = epsilon.toStdString();
        const auto moved = lossOf("fgm", batch, { { "epsilon", size }, { "clean", "false" } });
        QVERIFY(near(number(moved.loss), unit, 1e-9));
        QVERIFY(
            near(number(lossOf("fgm", batch, { { "epsilon", size }, { "clean", "false" }, { "sign", "true" } }).loss),
                sign, 1e-9));
        const auto both = lossOf("fgm", batch, { { "epsilon", size } });
        QVERIFY(near(number(both.loss), unit + 0.4843396923, 1e-9));
        QVERIFY(near(both.crossEntropy, 0.4843396923, 1e-9));
        QVERIFY(near(both.crossEntropy + both.penalty, number(both.loss), 1e-15));
        QVERIFY(near(moved.crossEntropy + moved.penalty, number(moved.loss), 1e-15));
    }

    /// One step as long as the ball is FGM; several end on its surface and higher.
    void steps_stay_in_the_ball()
    {
        const auto batch = m_toy.batch({ 0, 1 });
        const double one = number(lossOf(
            "pgd", batch, { { "epsilon", "0.5" }, { "steps", "1" }, { "step-size", "0.5" }, { "clean", "false" } })
                .loss);
        QVERIFY(near(one, number(lossOf("fgm", batch, { { "epsilon", "0.5" }, { "clean", "false" } }).loss), 1e-12));
        const double more = number(lossOf(
            "pgd", batch, { { "epsilon", "0.5" }, { "steps", "20" }, { "step-size", "0.2" }, { "clean", "false" } })
                .loss);
        QVERIFY(more > one);
        const double onward = number(lossOf(
            "pgd", batch, { { "epsilon", "0.5" }, { "steps", "40" }, { "step-size", "0.2" }, { "clean", "false" } })
                .loss);
        QVERIFY(near(onward, more, 1e-6)); // left alone, twice the steps would go twice as far
        const auto cut = projectedSamples(at::cat({ x() * 0.1, x() * 10 }), 0.5);
        QVERIFY(near(number(sampleNorms(cut)[1]), 0.5, 1e-15));
        QVERIFY(at::equal(cut[0], x()[0] * 0.1));
        const auto box = [&](const char* steps) {
            return number(lossOf("pgd", batch,
                { { "epsilon", "0.1" }, { "steps", steps }, { "step-size", "0.1" }, { "clean", "false" },
                    { "sign", "true" } })
                    .loss);
        };
        QVERIFY(near(box("5"), box("1"), 1e-12)); // W's gradient keeps its signs, so the corner is reached at once
    }

    void the_penalty_is_that_of_each_sample()
    {
        QVERIFY(
            near(lossOf("gradient-penalty", m_toy.batch({ 0 }), { { "epsilon", "2" } }).penalty, 0.6003472323, 1e-9));
        QVERIFY(
            near(lossOf("gradient-penalty", m_toy.batch({ 1 }), { { "epsilon", "2" } }).penalty, 2.2231740520, 1e-9));
        QVERIFY(
            near(lossOf("gradient-penalty", m_toy.batch({ 2 }), { { "epsilon", "2" } }).penalty, 2.9544468413, 1e-9));
        QVERIFY(near(lossOf("gradient-penalty", m_toy.batch({ 0, 1 }), { { "epsilon", "2" } }).penalty, 1.4117606421,
            1e-9)); // not 0.7058803211
        QCOMPARE(lossOf("gradient-penalty", m_toy.batch({ 0 }, 0), { { "epsilon", "2" } }).penalty, 0.0);
    }

    void fgm_is_a_gradient_penalty_data()
    {
        QTest::addColumn<double>("epsilon");
        QTest::addColumn<double>("raw"); // x + ε g against l + (ε/2)‖g‖²
        QTest::addColumn<double>("unit"); // x + ε g/‖g‖ against l + ε‖g‖
        QTest::newRow("1e-2") << 1e-2 << 1.775e-5 << 2.960e-5;
        QTest::newRow("1e-3") << 1e-3 << 1.770e-7 << 2.949e-7;
        QTest::newRow("1e-4") << 1e-4 << 1.770e-9 << 2.948e-9;
    }

    void fgm_is_a_gradient_penalty()
    {
        QFETCH(double, epsilon);
        QFETCH(double, raw);
        QFETCH(double, unit);
        const auto batch = m_toy.batch({ 0 });
        const double norm = 0.774820774281;
        const auto moved = [&](double length) {
            const ParameterValues values { { "epsilon", QString::number(length, 'g', 17).toStdString() },
                { "clean", "false" } };
            return gradientOf(lossOf("fgm", batch, values).loss, m_toy.weight);
        };
        const auto penalised = [&](double factor) {
            const ParameterValues values { { "epsilon", QString::number(factor, 'g', 17).toStdString() } };
            return gradientOf(lossOf("gradient-penalty", batch, values).loss, m_toy.weight);
        };
        const double ofRaw = apart(moved(epsilon * norm), penalised(epsilon));
        const double ofUnit = apart(moved(epsilon), penalised(epsilon / norm)); // d(ε‖g‖) = (ε/‖g‖)/2 · d‖g‖²
        QVERIFY(near(ofRaw, raw, raw * 1e-3));
        QVERIFY(near(ofUnit, unit, unit * 1e-3));
        QVERIFY(apart(moved(epsilon * norm), penalised(2 * epsilon)) > 100 * ofRaw); // the half is no accident
    }

    void power_iteration_data()
    {
        QTest::addColumn<int>("iterations");
        QTest::addColumn<double>("cosine");
        const double expected[] = { 0.9909079, 0.9990901, 0.9999100, 0.9999911, 0.9999991 };
        for (int k = 1; k <= 5; ++k)
            QTest::addRow("%d", k) << k << expected[k - 1];
    }

    void power_iteration()
    {
        QFETCH(int, iterations);
        QFETCH(double, cosine);
        const auto top = at::tensor({ 0.512284920671, -0.629423796283, -0.250415266082, 0.527903437419 }, at::kDouble);
        const auto start = at::tensor({ 1., 0., 0., 0. }, at::kDouble).view({ 1, 1, 4 });
        const auto found = virtualDirection(toy(), x(), m_toy.logits(x()), m_one, start, { 1e-6, iterations });
        QVERIFY(near(std::abs(number(at::dot(found.direction.view(-1), top))), cosine, 1e-7));
        QVERIFY(near(number(sampleNorms(found.direction)), 1, 1e-14));
        if (iterations < 5)
            return;
        QVERIFY(near(number(found.gradientNorms) / 1e-6, 0.990289192067, 1e-5)); // the eigenvalue
        const auto u = found.direction * found.direction.view(-1)[0].sign();
        QVERIFY(near(divergenceAt(0.1 * u), 0.0048493987, 1e-9));
        QVERIFY(near(divergenceAt(-0.1 * u), 0.0050407974, 1e-9));
        QVERIFY(near(divergenceAt(0.1 * top), 0.0048495165, 1e-9));
        QVERIFY(near(divergenceAt(-0.1 * top), 0.0050406807, 1e-9));
        QVERIFY(apart(betterSign(toy(), x(), m_toy.logits(x()), 0.1 * u), -0.1 * u) == 0);
        QVERIFY(apart(betterSign(toy(), x(), m_toy.logits(x()), -0.1 * u), -0.1 * u) == 0);
    }

    /// Where nothing moved the divergence has no slope, so the search cannot begin there.
    void the_divergence_is_flat_at_zero()
    {
        const auto e = at::zeros({ 1, 1, 4 }, at::kDouble).requires_grad_();
        QVERIFY(
            number(
                gradientOf(sampleDivergences(m_toy.logits(x()).detach(), m_toy.logits(x() + e)).sum(), e).abs().max())
            < 1e-15);
        QCOMPARE(divergenceAt(at::zeros({ 4 }, at::kDouble)), 0.0);
    }

    void noise_of_every_sign_data()
    {
        QTest::addColumn<double>("sigma");
        QTest::addColumn<double>("divergence");
        QTest::addColumn<double>("squared");
        QTest::newRow("0.5") << 0.5 << 0.954760968 << 0.851516830;
        QTest::newRow("0.1") << 0.1 << 0.998060675 << 0.993714316;
        QTest::newRow("0.01") << 0.01 << 0.999980567 << 0.999937423;
        QTest::newRow("0.001") << 0.001 << 0.9999998 << 0.99999937;
    }

    void noise_of_every_sign()
    {
        QFETCH(double, sigma);
        QFETCH(double, divergence);
        QFETCH(double, squared);
        std::vector<double> signs;
        for (int pattern = 0; pattern < 16; ++pattern) {
            for (int i = 0; i < 4; ++i)
                signs.push_back(pattern >> i & 1 ? 1 : -1);
        }
        const auto noise = at::tensor(signs, at::kDouble).view({ 16, 1, 4 }) * sigma;
        const auto from = m_toy.logits(x().expand({ 16, 1, 4 }));
        const auto to = m_toy.logits(x() + noise);
        const double kl = number(sampleDivergences(from, to).mean()) / (sigma * sigma / 2 * 1.301636263842);
        QVERIFY(near(kl, divergence, sigma < 0.01 ? 1e-7 : 1e-9)); // KL of 1e-7 has lost half its digits
        const double distance
            = number((to.softmax(-1) - from.softmax(-1)).square().sum(-1).mean()) / (sigma * sigma * 0.432124070577);
        QVERIFY(near(distance, squared, sigma < 0.01 ? 1e-8 : 1e-9));
    }

    /// Normal noise: the mean over many draws meets (σ²/2)·Σ‖∇fᵢ‖²/fᵢ.
    void noise_without_labels()
    {
        at::manual_seed(1);
        auto batch = m_toy.batch(std::vector<std::int64_t>(20000, 0));
        const auto loss = lossOf("noise-label-free", batch, { { "sigma", "0.05" }, { "weight", "3" } });
        const double ratio = loss.penalty / 3 / (0.05 * 0.05 / 2 * 1.301636263842);
        QVERIFY2(
            std::abs(ratio - 1) < 0.03, qPrintable(QString::number(ratio))); // its standard deviation is below 1/√20000
        QVERIFY(near(loss.crossEntropy, 0.4843396923, 1e-9));
        batch.labels = at::Tensor();
        const auto alone = lossOf("noise-label-free", batch, { { "sigma", "0.05" } });
        QCOMPARE(alone.crossEntropy, 0.0);
        QVERIFY(near(number(alone.loss), alone.penalty, 1e-15));
    }

    void noise_with_labels()
    {
        QVERIFY(near(number(lossOf("noise", m_toy.batch({ 0, 0 }), { { "sigma", "0" } }).loss), 0.4843396923, 1e-9));
        const auto loss = lossOf("noise", m_toy.batch({ 0, 0 }), { { "sigma", "0.5" } });
        QVERIFY(near(loss.crossEntropy, 0.4843396923, 1e-9));
        QVERIFY(std::abs(loss.penalty) > 1e-4);
        QVERIFY(near(loss.crossEntropy + loss.penalty, number(loss.loss), 1e-15));
    }

    /// Nothing moves where nothing may, whatever the regulariser.
    void nothing_moves_where_nothing_may_data()
    {
        QTest::addColumn<QString>("id");
        for (const auto& row : regulariserRegistry())
            QTest::newRow(row.id.c_str()) << QString::fromStdString(row.id);
    }

    void nothing_moves_where_nothing_may()
    {
        QFETCH(QString, id);
        const std::string name = id.toStdString();
        for (const double movable : { 0.0, 1.0 }) {
            at::manual_seed(3);
            const Toy toy;
            auto batch = toy.batch({ 0, 1 }, movable);
            double farthest = 0;
            batch.logits = [&](const at::Tensor& x) {
                farthest = std::max(farthest, apart(x, batch.embedded));
                return toy.logits(x);
            };
            const auto before = toy.table.detach().clone();
            const auto loss = lossOf(name.c_str(), batch, {});
            QVERIFY(at::equal(toy.table, before));
            QVERIFY(gradientOf(loss.loss, toy.weight).isfinite().all().item<bool>());
            const bool moves = movable > 0 && name != "none" && name != "gradient-penalty";
            QCOMPARE(farthest > 0, moves);
        }
    }

    void without_labels_only_the_penalty_counts()
    {
        at::manual_seed(5);
        auto batch = m_toy.batch({ 0, 1 });
        batch.labels = at::Tensor();
        const auto loss = lossOf(
            "vat", batch, { { "epsilon", "0.1" }, { "xi", "1e-6" }, { "iterations", "40" }, { "weight", "2" } });
        QCOMPARE(loss.crossEntropy, 0.0);
        QVERIFY(near(number(loss.loss), 2 * 0.0050406807, 1e-9)); // −v, the worse of both signs
        QVERIFY(near(loss.penalty, number(loss.loss), 1e-15));
    }

    void the_same_with_bert_data()
    {
        QTest::addColumn<int>("index");
        QTest::newRow("short") << 0;
        QTest::newRow("zh") << 1;
        QTest::newRow("mixed") << 2;
        QTest::newRow("pair") << 3;
        QTest::newRow("emoji") << 4;
        QTest::newRow("url") << 5;
    }

    void the_same_with_bert()
    {
        QFETCH(int, index);
        const BertCase bert(index);
        const auto& values = bert.values;
        std::map<std::string, double> apart;
        const auto compare
            = [&](const char* name, double actual) { apart[name] = std::abs(actual - values[name].get<double>()); };
        const auto step = [&](const BertCase& text, const ParameterValues& with) {
            ParameterValues all { { "epsilon", "0.5" }, { "clean", "false" } };
            all.insert(with.begin(), with.end());
            return number(lossOf("fgm", text.batch, all).loss);
        };
        compare("loss", lossOf("none", bert.batch, {}).crossEntropy);
        const auto gradients
            = lossGradients(bert.batch.logits, bert.batch.embedded, bert.batch.labels, bert.batch.movable);
        compare("gradient_norm", number(sampleNorms(gradients)));
        apart["token_gradient_norms"]
            = largestDifference(toDoubles(at::linalg_vector_norm(gradients, 2, at::IntArrayRef { -1 })),
                values["token_gradient_norms"].get<std::vector<double>>());
        compare("fgm_loss", step(bert, {}));
        compare("sign_loss", step(bert, { { "sign", "true" } }));
        compare("fgm_loss_special_excluded", step(BertCase(index, false), {}));

        const auto penalty = lossOf("gradient-penalty", bert.batch, { { "epsilon", "2" } });
        compare("gradient_penalty", penalty.penalty);
        // The loss holds the cross-entropy too.
        const std::vector<at::Tensor> by { bert.encoder().head.outer.bias, bert.query() };
        const auto whole = torch::autograd::grad({ penalty.loss }, by);
        const auto plain = torch::autograd::grad({ lossOf("none", bert.batch, {}).loss }, by);
        apart["penalty_grad_classifier_bias"] = largestDifference(
            toDoubles(whole[0] - plain[0]), values["penalty_grad_classifier_bias"].get<std::vector<double>>());
        compare("penalty_grad_query0_frobenius", number((whole[1] - plain[1]).norm()));
        for (const auto& [name, difference] : apart) {
            qInfo("%s %.1e", name.c_str(), difference);
            QVERIFY(difference < 1e-9);
        }
    }

    void the_virtual_direction_with_bert_data() { the_same_with_bert_data(); }

    void the_virtual_direction_with_bert()
    {
        QFETCH(int, index);
        const BertCase bert(index);
        const auto& values = bert.values["vat"];
        const auto& x = bert.batch.embedded;
        const auto answers = bert.batch.logits(x);
        const auto start = at::tensor(values["d0"].get<std::vector<double>>(), at::kDouble).view(x.sizes());
        const auto divergence
            = [&](const at::Tensor& move) { return number(sampleDivergences(answers, bert.batch.logits(x + move))); };
        const auto found = virtualDirection(bert.batch.logits, x, answers, bert.batch.movable, start, { 0.1, 1 });
        std::map<std::string, double> apart;
        const auto compare
            = [&](const char* name, double actual) { apart[name] = std::abs(actual - values[name].get<double>()); };
        compare("kl_at_xi_d0", divergence(0.1 * unitSamples(start)));
        compare("kl_at_eps_d0", divergence(unitSamples(start)));
        compare("d1_norm", number(found.gradientNorms));
        compare("cos_d0_d1", number((unitSamples(start) * found.direction).sum()));
        compare("kl_at_r_adv", divergence(found.direction));
        apart["token_norms_r_adv"]
            = largestDifference(toDoubles(at::linalg_vector_norm(found.direction, 2, at::IntArrayRef { -1 })),
                values["token_norms_r_adv"].get<std::vector<double>>());
        for (const auto& [name, difference] : apart) {
            qInfo("%s %.1e", name.c_str(), difference);
            QVERIFY(difference < 1e-9);
        }
    }

    void the_penalty_against_finite_differences()
    {
        const BertCase bert(1);
        at::manual_seed(11);
        const auto penalty = [&] { return lossOf("gradient-penalty", bert.batch, { { "epsilon", "2" } }); };
        const auto weight = bert.query();
        const auto gradient = gradientOf(penalty().loss, weight);
        const auto direction = at::randn_like(weight.detach());
        const auto moved = [&](double length) {
            const at::NoGradGuard constant;
            weight.add_(direction, length);
            const at::AutoGradMode on(true);
            const double value = number(penalty().loss);
            const at::NoGradGuard again;
            weight.sub_(direction, length);
            return value;
        };
        const double slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        const double expected = number((gradient * direction).sum());
        QVERIFY(std::abs(expected) > 1e-3);
        QVERIFY(near(slope, expected, 1e-4 * std::abs(expected)));
    }

    /// Two texts, one padded: each moves by epsilon, padding and special tokens do not, and the table stays.
    void every_sample_is_moved_as_far_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : { "fgm", "pgd", "vat" })
            QTest::newRow(id) << id;
    }

    void every_sample_is_moved_as_far()
    {
        QFETCH(QString, id);
        at::manual_seed(2);
        BertCase bert(1);
        const auto& network = bert.model->network();
        const auto table = network.embeddingTable().detach().clone();
        auto& batch = bert.batch;
        const auto length = batch.embedded.size(1);
        batch.movable = at::ones({ 2, length, 1 }, at::kDouble);
        batch.movable.index_put_(
            { at::tensor({ 0, 0, 1, 1, 1 }, at::kLong),
                at::tensor({ std::int64_t(0), length - 1, std::int64_t(0), length - 2, length - 1 }) },
            at::zeros({ 5, 1 }, at::kDouble));
        bert.inputs.mask = at::zeros({ 2, 1, 1, length }, at::kDouble);
        bert.inputs.mask[1][0][0][length - 1] = std::numeric_limits<double>::lowest();
        batch.embedded = batch.embedded.expand({ 2, -1, -1 }).clone();
        batch.labels = at::tensor({ 0, 1 }, at::kLong);
        std::vector<at::Tensor> moves;
        batch.logits = [&](const at::Tensor& x) {
            moves.push_back((x - batch.embedded).detach());
            return network.logits(x, bert.inputs);
        };
        ParameterValues values { { "epsilon", "0.75" } };
        if (id == "pgd")
            values["step-size"] = "1";
        lossOf(id.toLatin1().constData(), batch, values);
        const auto last = moves.back(); // the one that is trained on
        QVERIFY(near(number((sampleNorms(last) - 0.75).abs().max()), 0, 1e-13));
        QCOMPARE(number((last * (1 - batch.movable)).abs().max()), 0.0);
        QVERIFY(at::equal(network.embeddingTable(), table));
    }
};

QTEST_GUILESS_MAIN(TestRegularisers)
#include "tst_regularisers.moc"
