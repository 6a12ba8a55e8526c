// SPDX-License-Identifier: GPL-3.0-or-later
// Directions, curves and accuracies of every reference classifier; against another implementation where there is one.
#include "core/models/runtime/torch_runtime.h"
#include "core/results/codec.h"
#include "core/robustness/robustness.h"
#include "tests/io/refusal_of.h"
#include "tests/support/reference_models.h"

#include <QTest>

#include <cmath>

using namespace vitrine;

namespace {

std::shared_ptr<const LoadedModel> reference(const std::string& name, const std::string& dtype = "float64")
{
    return openModel(referencePath("models/" + name), { "cpu", dtype });
}

RobustnessQuestion questionAbout(const std::string& text)
{
    RobustnessQuestion question;
    question.input = TextInput { text, {}, 0 };
    question.sizes = { 1, 0.25 };
    question.directions = 20;
    return question;
}

std::vector<double> over(std::vector<double> values, double divisor)
{
    for (double& value : values)
        value /= divisor;
    return values;
}

double squareSum(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value * value;
    return sum;
}

} // namespace

class TestRobustness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void against_the_reference_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < 6; ++i)
            QTest::addRow("%d", i) << i;
    }

    void against_the_reference()
    {
        QFETCH(int, index);
        const auto file = referenceJson("robustness/bert.json");
        const auto& values = file["cases"][std::size_t(index)];
        const auto& vat = values["vat"];
        RobustnessQuestion question = questionAbout(values["text"]);
        if (!values["pair"].is_null())
            question.input->pair = values["pair"].get<std::string>();
        question.label = std::to_string(values["label"].get<int>());
        question.special = true;
        question.size = 1;
        question.sizes = { 0.5, 1 };
        question.iterations = 1;
        question.start = vat["d0"].get<std::vector<double>>();
        const auto document = robustness(*reference("bert"), question);
        const auto result
            = *decode<Robustness>(encode(document, ArrayForm::Bytes)); // as a reader of the document gets it
        const auto& fgm = result.sensitivities.at(0);
        const auto& virtuelle = result.sensitivities.at(1);
        const double norm = values["gradient_norm"];
        const std::map<std::string, double> apart {
            { "fgm tokens",
                largestDifference(fgm.tokens, over(values["token_gradient_norms"].get<std::vector<double>>(), norm)) },
            { "gradient norm", std::abs(fgm.gradientNorm - norm) },
            { "loss", std::abs(result.curves.at(0).steps.at(0).loss - values["loss"].get<double>()) },
            { "fgm loss", std::abs(result.curves.at(0).steps.at(1).loss - values["fgm_loss"].get<double>()) },
            { "vat tokens", largestDifference(virtuelle.tokens, vat["token_norms_r_adv"].get<std::vector<double>>()) },
            { "vat norm", std::abs(virtuelle.gradientNorm - vat["d1_norm"].get<double>()) },
        };
        for (const auto& [name, difference] : apart) {
            qInfo("%s %.1e", name.c_str(), difference);
            QVERIFY2(difference < 1e-9, name.c_str());
        }
        // The reference keeps the sign the iteration gave it, the document the worse one.
        QVERIFY(virtuelle.divergence >= vat["kl_at_r_adv"].get<double>() - 1e-9);
    }

    void every_classifier_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& name : referenceNames(true))
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }

    void every_classifier()
    {
        QFETCH(QString, name);
        const auto model = reference(name.toStdString());
        auto question = questionAbout("a stirring , funny and finally transporting film");
        if (model->card().problem != Problem::SingleLabel || model->card().labels.size() < 2) {
            QVERIFY(refusalOf([&] {
                robustness(*model, question);
            }).startsWith("bad-argument: This model does not choose"));
            return;
        }
        question.iterations = 8;
        const auto result = robustness(*model, question);
        QCOMPARE(result.sensitivities.size(), 2U);
        QCOMPARE(result.curves.size(), 3U);
        for (const auto& one : result.sensitivities) {
            QCOMPARE(one.tokens.size(), result.encoding.size());
            QVERIFY(std::abs(squareSum(one.tokens) - 1) < 1e-9);
            for (std::size_t i = 0; i < one.tokens.size(); ++i)
                QVERIFY(!result.encoding.special[i] || one.tokens[i] == 0);
            QVERIFY(one.divergence > 0);
        }
        qInfo("quantiles %.2f and %.2f", result.sensitivities[0].quantile, result.sensitivities[1].quantile);
        QCOMPARE(result.sensitivities[1].quantile, 1.0);
        for (const auto& curve : result.curves) {
            QCOMPARE(curve.steps.size(), 3U);
            QCOMPARE(curve.steps[0].size, 0.0);
            QCOMPARE(curve.steps[2].size, 1.0);
            QVERIFY(largestDifference(curve.steps[0].probabilities, result.prediction.probabilities) < 1e-9);
        }
        QVERIFY(result.curves[0].steps[1].loss > result.curves[0].steps[0].loss); // along the gradient
        QVERIFY(result.embeddingNorm > 0);
    }

    /// Just below the answer is as it was, just above it is another.
    void the_answer_changes_where_it_says()
    {
        const auto model = reference("bert");
        auto question = questionAbout("a stirring , funny and finally transporting film");
        question.methods = { "fgm" };
        question.sizes = { 50 };
        const auto flips = robustness(*model, question).curves.at(0).flipsAt;
        QVERIFY(flips > 0 && flips < 50);
        question.sizes = { flips - 1e-4, flips }; // the search ends within a millionth of 50
        const auto curve = robustness(*model, question).curves.at(0);
        const auto winner = [](const SensitivityStep& step) {
            return std::max_element(step.probabilities.begin(), step.probabilities.end()) - step.probabilities.begin();
        };
        QCOMPARE(winner(curve.steps[1]), winner(curve.steps[0]));
        QVERIFY(winner(curve.steps[2]) != winner(curve.steps[0]));
        question.sizes = { flips / 10 };
        QVERIFY(std::isnan(robustness(*model, question).curves.at(0).flipsAt));
    }

    void accuracy_of_a_corpus()
    {
        const auto model = reference("bert");
        const std::vector<std::string> texts { "a stirring film", "dull and cold", "这部电影很好", "no",
            "it was lovely" };
        RobustnessQuestion question;
        question.methods = { "fgm", "vat", "random" };
        question.sizes = { 1, 30 };
        long right = 0;
        std::vector<long> still(3); // after FGM steps of 0, 1 and 30, text by text
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const int predicted = predict(*model, { texts[i], {}, 0 }).labelIndex,
                      label = i < 4 ? predicted : predicted == 0;
            right += predicted == label;
            question.corpus.push_back({ long(i + 1), "", texts[i], {}, std::to_string(label) });
            RobustnessQuestion one { .input = TextInput { texts[i], {}, 0 },
                .label = std::to_string(label),
                .methods = { "fgm" },
                .sizes = question.sizes,
                .directions = 1 };
            const auto curve = robustness(*model, one).curves.at(0);
            for (std::size_t k = 0; k < 3; ++k) {
                const auto& probabilities = curve.steps.at(k).probabilities;
                still[k]
                    += std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin() == label;
            }
        }
        question.corpus.push_back({ 6, "", "unlabelled", {}, {} });
        question.corpus.push_back({ 7, "", "strange", {}, "no such label" });
        const auto result = robustness(*model, question);
        QCOMPARE(result.rows, 5L);
        QCOMPARE(result.accuracies.size(), 9U);
        for (std::size_t i = 0; i < 9; i += 3) {
            QCOMPARE(result.accuracies[i].size, 0.0);
            QCOMPARE(result.accuracies[i].accuracy, wilson(right, 5)); // a step of 0 is predict
        }
        QCOMPARE(result.accuracies[2].method, std::string("fgm"));
        QVERIFY(still[2] < still[0]);
        for (std::size_t k = 0; k < 3; ++k)
            QCOMPARE(result.accuracies[k].accuracy.correct, still[k]);
        QCOMPARE(result.provenance.warnings.size(), 1U);
        QVERIFY(QString::fromStdString(result.provenance.warnings[0]).startsWith("2 texts have no label"));
        QVERIFY(result.curves.empty());
    }

    void the_same_seed_gives_the_same_document()
    {
        const auto model = reference("bert", "float32");
        auto question = questionAbout("a stirring film");
        const auto first = encode(
            robustness(*model, question), ArrayForm::Lists); // a step that is not there is null, which equals itself
        const auto again = encode(robustness(*model, question), ArrayForm::Lists);
        QVERIFY2(first == again, nlohmann::json::diff(first, again).dump().c_str());
        question.seed = 2;
        QVERIFY(first != encode(robustness(*model, question), ArrayForm::Lists));
    }

    void cancelled()
    {
        CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(
            robustness(*reference("bert"), questionAbout("a film"), Progress(token, {})), Cancelled);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << "nothing"
                                 << "bad-argument: Nothing is asked";
        QTest::newRow("method") << "method"
                                << "bad-argument: There is no direction \"pgd\"";
        QTest::newRow("label") << "label"
                               << "bad-argument: There is no label \"mild\"";
        QTest::newRow("sizes") << "sizes"
                               << "bad-argument: The step sizes hold a number that is no length";
        QTest::newRow("size") << "size"
                              << "bad-argument: The step size must be";
        QTest::newRow("empty") << "empty"
                               << "bad-argument: All tokens of this text are special";
        QTest::newRow("start") << "start"
                               << "bad-argument: The start of the search has 1 numbers";
        QTest::newRow("corpus") << "corpus"
                                << "bad-argument: None of the 1 texts has a label";
    }

    void refused()
    {
        QFETCH(QString, what);
        QFETCH(QString, sentence);
        auto question = questionAbout(what == "empty" ? "" : "a film");
        if (what == "nothing")
            question.input.reset();
        else if (what == "method")
            question.methods = { "pgd" };
        else if (what == "label")
            question.label = "mild";
        else if (what == "sizes")
            question.sizes = { 1, -1 };
        else if (what == "size")
            question.size = 0;
        else if (what == "start")
            question.start = { 1 };
        else if (what == "corpus")
            question.corpus = { { 1, "", "a film", {}, "mild" } };
        const QString refusal = refusalOf([&] { robustness(*reference("bert"), question); });
        QVERIFY2(refusal.startsWith(sentence), qPrintable(refusal));
    }
};

QTEST_GUILESS_MAIN(TestRobustness)
#include "tst_robustness.moc"
