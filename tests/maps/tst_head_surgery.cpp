// SPDX-License-Identifier: GPL-3.0-or-later
// Heads replaced: matrices by hand, surgeries that must change nothing, and the account over a corpus against one made
// text by text.
#include "core/maps/head_replacement.h"
#include "core/maps/head_surgery.h"
#include "core/models/layers/model.h"
#include "core/models/runtime/torch_runtime.h"
#include "tests/io/refusal_of.h"
#include "tests/support/fresh_model.h"
#include "tests/support/reference_models.h"

#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;

namespace {

at::Tensor causalMask(int length) { return at::full({ 1, 1, length, length }, -INFINITY, at::kDouble).triu(1); }

CorpusRow row(const std::string& text, std::optional<std::string> label = {})
{
    return { 1, "1", text, {}, std::move(label) };
}

std::vector<CorpusRow> someTexts()
{
    return { row("the film is good", "1"), row("the film is not very good .", "0"), row("bad", "0"),
        row("a very good film", "good"), row("and .", "1"), row("not a film") };
}

double largestChange(const HeadSurgery& result, std::size_t surgery = 0)
{
    return largestDifference(result.surgeries.at(surgery).logits, result.prediction->logits);
}

} // namespace

class TestHeadSurgery : public QObject {
    Q_OBJECT

    std::map<std::string, std::unique_ptr<QTemporaryDir>> m_folders;

    std::shared_ptr<const LoadedModel> synthesizer(
        const std::string& kind, const std::map<std::string, at::Tensor>& given = {})
    {
        auto& folder = m_folders[kind];
        folder = std::make_unique<QTemporaryDir>();
        saveFolder(freshModel(smallSynthesizer(kind), given), folder->path().toStdString());
        return openModel(folder->path().toStdString(), { "cpu", "float64" });
    }
    HeadSurgery operate(const LoadedModel& model, const std::string& ablate, long seed = 1)
    {
        return headSurgery(model, { TextInput { "the film is not very good .", {}, 0 }, {}, ablate, 0, seed });
    }

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void uniform_and_zero_by_hand()
    {
        ReplacingMatrices matrices(4, 1);
        QCOMPARE(toDoubles(matrices.matrix({ 0, 0, "uniform" }, 2, {})), (std::vector<double> { 0.5, 0.5, 0.5, 0.5 }));
        const auto causal = toDoubles(matrices.matrix({ 0, 0, "uniform" }, 3, causalMask(3)));
        QVERIFY(
            largestDifference(causal, std::vector<double> { 1, 0, 0, 0.5, 0.5, 0, 1 / 3., 1 / 3., 1 / 3. }) < 1e-15);
        QCOMPARE(toDoubles(matrices.matrix({ 0, 0, "zero" }, 2, {})), std::vector<double>(4, 0.0));
    }

    void random_is_one_cropped_matrix()
    {
        ReplacingMatrices matrices(5, 3), again(5, 3), other(5, 4);
        const HeadReplacement replacement { 1, 2, "random" };
        const auto whole = matrices.matrix(replacement, 5, {}), part = matrices.matrix(replacement, 3, {});
        QVERIFY((whole.sum(-1) - 1).abs().max().item<double>() < 1e-15);
        const auto cropped = whole.narrow(0, 0, 3).narrow(1, 0, 3);
        QVERIFY(largestDifference(toDoubles(part), toDoubles(cropped / cropped.sum(-1, true))) < 1e-15);
        QCOMPARE(toDoubles(again.matrix(replacement, 5, {})), toDoubles(whole));
        QVERIFY(toDoubles(other.matrix(replacement, 5, {})) != toDoubles(whole));
        QVERIFY(toDoubles(matrices.matrix({ 1, 3, "random" }, 5, {})) != toDoubles(whole));
        QCOMPARE(toDoubles(matrices.matrix(replacement, 4, causalMask(4)).triu(1)), std::vector<double>(16, 0.0));
    }

    /// Two texts of two and three tokens: what both have is averaged over both, the rest is the longer one's.
    void mean_by_hand()
    {
        ReplacingMatrices matrices(4, 1);
        const HeadReplacement replacement { 0, 1, "mean" };
        auto& mean = matrices.meanOf({ 0, 1 });
        mean.add(at::tensor({ 0.2, 0.8, 0.6, 0.4 }, at::kDouble).view({ 2, 2 }));
        mean.add(at::tensor({ 0.4, 0.4, 0.2, 0.0, 1.0, 0.0, 0.5, 0.25, 0.25 }, at::kDouble).view({ 3, 3 }));
        const auto two = toDoubles(matrices.matrix(replacement, 2, {}));
        QVERIFY(largestDifference(two, std::vector<double> { 0.3 / 0.9, 0.6 / 0.9, 0.3, 0.7 }) < 1e-15);
        const auto three = toDoubles(matrices.matrix(replacement, 3, {}));
        QVERIFY(largestDifference(
                    three, std::vector<double> { 0.3 / 1.1, 0.6 / 1.1, 0.2 / 1.1, 0.3, 0.7, 0, 0.5, 0.25, 0.25 })
            < 1e-15);
        const auto beyond = toDoubles(matrices.matrix(replacement, 4, {})); // no text had a fourth token
        QCOMPARE(std::vector<double>(beyond.begin() + 12, beyond.end()), std::vector<double>(4, 0.25));
    }

    void surgeries_are_read()
    {
        ModelConfig config;
        config.layers = 2;
        config.heads = 3;
        const auto together = surgeriesFrom("0.1=uniform,1.2=zero", config);
        QCOMPARE(together.size(), std::size_t(1));
        QCOMPARE(together[0], (std::vector<HeadReplacement> { { 0, 1, "uniform" }, { 1, 2, "zero" } }));
        const auto alone = surgeriesFrom("all=mean", config);
        QCOMPARE(alone.size(), std::size_t(6));
        QCOMPARE(alone[4], (std::vector<HeadReplacement> { { 1, 1, "mean" } }));
        for (const auto& [given, words] : std::map<std::string, QString> { { "0.1", "write layer.head=replacement" },
                 { "0.1=", "uniform, mean, zero and random" }, { "0.1=mad", "\"mad\"" },
                 { "2.0=zero", "from 0.0 to 1.2" }, { "0.1=zero,", "write layer.head=replacement" },
                 { "0.1=zero,0.1=mean", "0.1 twice" } })
            QVERIFY2(refusalOf([&] { surgeriesFrom(given, config); }).contains(words), given.c_str());
    }

    /// Scores that are all equal make uniform attention already, so the surgery puts back what was there.
    void uniform_changes_nothing_where_scores_are_constant()
    {
        const auto constant = at::full({ 2, 12, 12 }, 0.7, at::kDouble);
        std::map<std::string, at::Tensor> given;
        for (const char* layer : { "0", "1" })
            given["bert.encoder.layer." + std::string(layer) + ".attention.self.scores.random"] = constant;
        const auto result = operate(*synthesizer("random", given), "0.0=uniform,0.1=uniform,1.0=uniform,1.1=uniform");
        QVERIFY(largestChange(result) < 1e-14);
        QVERIFY(largestChange(operate(*synthesizer("random"), "0.0=uniform")) > 1e-6);
    }

    /// A Random head does the same for every text, so its mean is what it does anyway.
    void mean_changes_nothing_for_a_random_head()
    {
        const auto model = synthesizer("random");
        SurgeryQuestion question { TextInput { "the film is not very good .", {}, 0 }, someTexts(), "all=mean" };
        question.corpus = { row("the film is not very good ."), row("a film is not very bad .") };
        const auto result = headSurgery(*model, question);
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(largestChange(result, i) < 1e-14);
        QCOMPARE(result.labelled, 0L);
        QVERIFY(!result.untouched && !result.surgeries[0].outcome);
        const auto dot = headSurgery(*synthesizer("dot"), question);
        QVERIFY(largestChange(dot) > 1e-9);
    }

    /// Without attention a layer is what its output's bias makes of nothing.
    void zero_takes_the_head_away()
    {
        const auto fresh = freshModel(smallSynthesizer("dot"));
        std::map<std::string, at::Tensor> given;
        for (const auto& parameter : fresh.parameters)
            given[parameter.name] = parameter.value;
        // Head 1 of two reads the last four columns of the output projection.
        auto& output = given.at("bert.encoder.layer.0.attention.output.dense.weight");
        output = output.clone();
        output.narrow(1, 4, 4).zero_();
        const auto cut = synthesizer("dot", given);
        const auto result = operate(*synthesizer("dot"), "0.1=zero");
        QVERIFY(largestChange(result) > 1e-6);
        QVERIFY(largestDifference(
                    result.surgeries[0].logits, predict(*cut, { "the film is not very good .", {}, 0 }).logits)
            < 1e-14);
    }

    void untouched_is_the_prediction()
    {
        const auto model = synthesizer("dot");
        const auto result = operate(*model, "1.1=random");
        QVERIFY(largestDifference(
                    result.prediction->logits, predict(*model, { "the film is not very good .", {}, 0 }).logits)
            < 1e-14);
        QVERIFY(largestChange(result) > 1e-9);
        QCOMPARE(operate(*model, "1.1=random"), result);
        QVERIFY(operate(*model, "1.1=random", 2).surgeries[0].logits != result.surgeries[0].logits);
    }

    /// Every head alone in one batch, and each by itself.
    void all_is_each_by_itself()
    {
        const auto model = synthesizer("dot");
        const auto all = operate(*model, "all=uniform");
        QCOMPARE(all.surgeries.size(), std::size_t(4));
        for (const auto& surgery : all.surgeries) {
            const auto& one = surgery.replacements.at(0);
            const auto alone = operate(*model, std::to_string(one.layer) + "." + std::to_string(one.head) + "=uniform");
            QVERIFY(largestDifference(surgery.logits, alone.surgeries[0].logits) < 1e-14);
        }
    }

    void the_account_over_a_corpus()
    {
        const auto model = synthesizer("dot");
        const auto result = headSurgery(*model, { {}, someTexts(), "0.0=zero,1.0=uniform" });
        QVERIFY(!result.prediction);
        QCOMPARE(result.texts, 6L);
        QCOMPARE(result.labelled, 5L);
        std::vector<double> changes;
        double loss = 0;
        long correct = 0, flipped = 0;
        for (const auto& text : someTexts()) {
            const auto one = headSurgery(*model, { TextInput { text.text, {}, 0 }, {}, "0.0=zero,1.0=uniform" });
            const auto answer = [](const std::vector<double>& logits) { return logits[1] > logits[0] ? 1 : 0; };
            flipped += answer(one.surgeries[0].logits) != one.prediction->labelIndex;
            if (!text.label)
                continue;
            const int label = text.label == "0" ? 0 : 1;
            const auto lossOf = [&](const std::vector<double>& logits) {
                return std::log1p(std::exp(logits[std::size_t(1 - label)] - logits[std::size_t(label)]));
            };
            changes.push_back(lossOf(one.surgeries[0].logits) - lossOf(one.prediction->logits));
            loss += lossOf(one.prediction->logits) / 5;
            correct += answer(one.surgeries[0].logits) == label;
        }
        double mean = 0, squares = 0;
        for (const double change : changes)
            mean += change / 5;
        for (const double change : changes)
            squares += (change - mean) * (change - mean);
        const auto& surgery = result.surgeries.at(0);
        QVERIFY(std::abs(result.untouched->loss - loss) < 1e-12);
        QVERIFY(std::abs(surgery.lossChange - mean) < 1e-12 && mean != 0);
        QVERIFY(std::abs(surgery.lossChangeError - std::sqrt(squares / 4 / 5)) < 1e-12);
        QCOMPARE(surgery.flipped, flipped);
        QCOMPARE(surgery.outcome->accuracy, wilson(correct, 5));
        QCOMPARE(surgery.accuracyChange, double(correct - result.untouched->accuracy.correct) / 5);
    }

    void what_cannot_be_measured()
    {
        const auto model = synthesizer("dot");
        QVERIFY(refusalOf([&] { operate(*model, ""); }).contains("No head was named"));
        QVERIFY(refusalOf([&] { operate(*model, "0.0=mean"); }).contains("taken over a corpus"));
        QVERIFY(refusalOf([&] { headSurgery(*model, { {}, {}, "0.0=zero" }); }).contains("nothing to measure"));
        CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(headSurgery(*model, { {}, someTexts(), "0.0=zero" }, Progress(token, {})), Cancelled);
    }

    void every_family_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& name : referenceNames(true))
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }

    /// Any family can be operated on, and a causal one still sees nothing ahead.
    void every_family()
    {
        QFETCH(QString, name);
        const auto model = openModel(referencePath("models/" + name.toStdString()), { "cpu", "float64" });
        const auto result = operate(*model, "all=uniform");
        QCOMPARE(result.surgeries.size(), std::size_t(model->config().layers * model->config().heads));
        double largest = 0;
        for (std::size_t i = 0; i < result.surgeries.size(); ++i)
            largest = std::max(largest, largestChange(result, i));
        QVERIFY(largest > 1e-9);
        QVERIFY(largestDifference(
                    result.prediction->logits, predict(*model, { "the film is not very good .", {}, 0 }).logits)
            < 1e-10);
    }
};

QTEST_GUILESS_MAIN(TestHeadSurgery)
#include "tst_head_surgery.moc"
