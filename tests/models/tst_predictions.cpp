// SPDX-License-Identifier: GPL-3.0-or-later
// Logits against another implementation, for every reference model that can be opened, in both working types.
#include "core/models/predict.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"
#include "tests/support/reference_models.h"

#include <QTest>

using namespace vitrine;

namespace {

TextInput inputOf(const nlohmann::json& textCase, int maxTokens)
{
    TextInput input { textCase["text"].get<std::string>(), {}, maxTokens };
    if (!textCase["pair"].is_null())
        input.pair = textCase["pair"].get<std::string>();
    return input;
}

} // namespace

class TestPredictions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void logits_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("dtype");
        QTest::addColumn<double>("tolerance");
        for (const auto& name : referenceNames(true)) {
            QTest::addRow("%s float32", name.c_str()) << QString::fromStdString(name) << "float32" << 1e-4;
            QTest::addRow("%s float64", name.c_str())
                << QString::fromStdString(name) << "float64" << exactTolerance(name);
        }
    }

    void logits()
    {
        QFETCH(QString, name);
        QFETCH(QString, dtype);
        QFETCH(double, tolerance);
        const std::string folder = name.toStdString();
        const auto values = referenceJson("values/" + folder + ".json");
        const auto model = openModel(referencePath("models/" + folder), { "cpu", dtype.toStdString() });
        double largest = 0;
        int compared = 0;
        for (const auto& textCase : values["cases"]) {
            if (!textCase.contains("logits"))
                continue; // a text without tokens
            ++compared;
            const auto prediction = predict(*model, inputOf(textCase, values["max_length"]));
            QCOMPARE(prediction.encoding.ids, textCase["input_ids"].get<std::vector<int>>());
            largest = std::max(largest, largestDifference(prediction.logits, textCase["logits"]));
            if (prediction.problem != Problem::Regression)
                QVERIFY(largestDifference(prediction.probabilities, textCase["probabilities"]) <= tolerance);
            if (prediction.problem == Problem::SingleLabel) {
                QCOMPARE(prediction.labelIndex, textCase["predicted"].get<int>());
                QCOMPARE(prediction.label, model->card().labels.at(std::size_t(prediction.labelIndex)));
            }
        }
        qInfo("%s, %s: largest difference of a logit %.2g", qPrintable(name), qPrintable(dtype), largest);
        QVERIFY(compared > 0 && largest <= tolerance);
    }

    void trained_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("english") << "real/minilm-sst2";
        QTest::newRow("chinese") << "real/bert-char-zh";
    }

    void trained()
    {
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        QFETCH(QString, name);
        const std::string folder = name.toStdString();
        const auto values = referenceJson(folder + "/values.json");
        const auto model = openModel(referencePath(folder), { "cpu", "float32" });
        double largest = 0;
        for (const auto& text : values["texts"]) {
            const auto prediction = predict(*model, { text["text"].get<std::string>(), {}, 0 });
            QCOMPARE(prediction.encoding.ids, text["input_ids"].get<std::vector<int>>());
            largest = std::max(largest, largestDifference(prediction.logits, text["logits"]));
            QCOMPARE(prediction.labelIndex, text["predicted"].get<int>());
            QCOMPARE(prediction.label, text["label"].get<std::string>());
        }
        qInfo("%s: largest difference of a logit %.2g", qPrintable(name), largest);
        QVERIFY(largest <= 1e-4);
    }

    void bfloat16_is_near()
    {
        const auto folder = referencePath(hasTrainedModels() ? "real/minilm-sst2" : "models/bert");
        const TextInput input { "a gorgeous, witty, seductive movie .", {}, 0 };
        const auto exact = predict(*openModel(folder, { "cpu", "float64" }), input);
        const auto coarse = predict(*openModel(folder, { "cpu", "bfloat16" }), input);
        QCOMPARE(coarse.provenance.engine.dtype, std::string("bfloat16"));
        QVERIFY(largestDifference(coarse.logits, exact.logits) < 0.1);
        QVERIFY(largestDifference(coarse.logits, exact.logits) > 0);
    }

    void language_models_open_and_say_why_not_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "models/gpt2", "models/openai-gpt" })
            QTest::newRow(name) << name;
        if (hasTrainedModels())
            QTest::newRow("real/gpt2-char-zh") << "real/gpt2-char-zh";
    }

    void language_models_open_and_say_why_not()
    {
        QFETCH(QString, name);
        const auto model = openModel(referencePath(name.toStdString()), { "cpu", "float32" });
        QVERIFY(model->ability("attention").available);
        for (const char* ability : { "classify", "attribute" }) {
            QVERIFY(!model->ability(ability).available);
            QCOMPARE(model->ability(ability).why,
                std::string("This checkpoint has no classification head, so it gives no answer to explain."));
        }
        QCOMPARE(model->card().activation, std::string("gelu_tanh"));
        QVERIFY(model->card().labels.empty());
        QVERIFY_EXCEPTION_THROWN(predict(*model, { "film", {}, 0 }), Refusal);
    }

    void regression_has_a_value_and_no_probabilities()
    {
        const auto model = openModel(referencePath("models/bert-regression"), { "cpu", "float32" });
        const auto prediction = predict(*model, { "the film is fine", {}, 0 });
        QCOMPARE(prediction.problem, Problem::Regression);
        QCOMPARE(prediction.logits.size(), std::size_t(1));
        QVERIFY(prediction.probabilities.empty());
    }
};

QTEST_GUILESS_MAIN(TestPredictions)
#include "tst_predictions.moc"
