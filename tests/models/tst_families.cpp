// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of every family against another implementation, from the reference's own token ids: no tokenizer has a part
// in this.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/models/families/family_registry.h"
#include "core/models/layers/model.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/models/runtime/working_type.h"
#include "tests/support/reference_models.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <QTest>

#include <map>

using namespace vitrine;

namespace {

std::unique_ptr<TextModel> loadNetwork(const std::string& name, const std::string& dtype)
{
    const CheckpointFolder folder(referencePath("models/" + name));
    const auto source = folder.openWeights();
    const auto config = parseModelConfig(*folder.read("config.json", 1 << 20), {});
    const auto& family = familyNamed(config.family);
    WeightReader weights(*source, family.prefix, tensorOptions("cpu", dtype), {});
    auto network = family.load(config, weights);
    weights.finish();
    return network;
}

Encoding encodingOf(const nlohmann::json& textCase)
{
    Encoding encoding;
    encoding.ids = textCase["input_ids"].get<std::vector<int>>();
    encoding.segments = textCase.contains("type_ids") ? textCase["type_ids"].get<std::vector<int>>()
                                                      : std::vector<int>(encoding.ids.size());
    return encoding;
}

at::Tensor logitsOf(const TextModel& network, const Encoding& encoding, Trace* trace = nullptr)
{
    const auto inputs = network.inputsFor(encoding);
    return network.logits(network.wordEmbeddings(inputs.ids), inputs, trace);
}

} // namespace

class TestFamilies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void everyRowOfTheTableIsLoadedByName()
    {
        for (const auto& family : familyRegistry())
            QCOMPARE(familyNamed(family.modelType).title, family.title);
    }

    void logits_data() { rows(); }
    void logits()
    {
        QFETCH(QString, name);
        QFETCH(QString, dtype);
        QFETCH(double, tolerance);
        const auto values = referenceJson("values/" + name.toStdString() + ".json");
        const auto network = loadNetwork(name.toStdString(), dtype.toStdString());
        const c10::NoGradGuard constant;
        double largest = 0;
        int compared = 0;
        for (const auto& textCase : values["cases"]) {
            if (!textCase.contains("logits"))
                continue; // no classifier, or no tokens
            ++compared;
            largest = std::max(
                largest, largestDifference(toDoubles(logitsOf(*network, encodingOf(textCase))), textCase["logits"]));
        }
        QVERIFY(compared > 0 || network->classes() == 0);
        note("logits, " + dtype, largest);
        QVERIFY2(largest <= tolerance, qPrintable(QString::number(largest)));
    }

    void insides_data() { rows(); }
    void insides()
    {
        QFETCH(QString, name);
        QFETCH(QString, dtype);
        const std::string file = "values/" + name.toStdString() + ".safetensors";
        const auto values = referenceJson("values/" + name.toStdString() + ".json");
        const auto network = loadNetwork(name.toStdString(), dtype.toStdString());
        const c10::NoGradGuard constant;
        double hidden = 0;
        double attention = 0;
        for (const auto& textCase : values["cases"]) {
            const std::string id = textCase["id"];
            if (!values["internals"].contains(id))
                continue;
            Trace trace;
            trace.wantHiddenStates = trace.wantAttention = true;
            const auto traced = toDoubles(logitsOf(*network, encodingOf(textCase), &trace));
            hidden = std::max(hidden,
                largestDifference(
                    toDoubles(at::stack(trace.hiddenStates)), referenceTensor(file, id + ".hidden_states")));
            attention = std::max(attention,
                largestDifference(toDoubles(at::stack(trace.attention)), referenceTensor(file, id + ".attentions")));
            // The short cut of the last layer changes nothing.
            QVERIFY(largestDifference(toDoubles(logitsOf(*network, encodingOf(textCase))), traced)
                < (dtype == "float64" ? 1e-12 : 1e-5));
        }
        note("hidden states, " + dtype, hidden);
        note("attention, " + dtype, attention);
        // Saturated attention magnifies the rounding of float32; its float64 row shows that nothing else is behind it.
        const double tolerance = dtype == "float64" ? exactTolerance(name.toStdString())
            : name == "bert-sharp"                  ? 5e-5
                                                    : 1e-5;
        QVERIFY2(
            hidden <= tolerance && attention <= tolerance, qPrintable(QString("%1, %2").arg(hidden).arg(attention)));
    }

    void languageModels_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("gpt2") << "gpt2";
        QTest::newRow("openai-gpt") << "openai-gpt";
    }

    void languageModels()
    {
        QFETCH(QString, name);
        const auto values = referenceJson("values/" + name.toStdString() + ".lm.json");
        const auto network = loadNetwork(name.toStdString(), "float64");
        const c10::NoGradGuard constant;
        double largest = 0;
        int prompt = 0;
        for (const auto& textCase : values["prompts"]) {
            Trace trace;
            trace.wantHiddenStates = true;
            QCOMPARE(logitsOf(*network, encodingOf(textCase), &trace).size(1), 0); // no classifier
            const auto logits = network->nextTokenLogits(trace.hiddenStates.back()); // (1, L, V)
            const auto expected = referenceTensor(
                "values/" + name.toStdString() + ".lm.safetensors", "prompt" + std::to_string(prompt++) + ".logits");
            largest = std::max(largest, largestDifference(toDoubles(logits), expected));
        }
        note("logits of the next token, float64", largest);
        QVERIFY(prompt > 0 && largest <= 1e-9);
    }

    /// In a dialogue the speakers' tokens are token types, embedded as words.
    void dialogue()
    {
        const auto dialogue = referenceJson("values/openai-gpt.lm.json")["dialogue"];
        const auto network = loadNetwork("openai-gpt", "float64");
        const c10::NoGradGuard constant;
        Encoding encoding;
        encoding.ids = dialogue["input_ids"].get<std::vector<int>>();
        std::vector<int> speakers = dialogue["token_type_ids"];
        for (const int expected : dialogue["greedy_ids"]) {
            auto inputs = network->inputsFor(encoding);
            inputs.segments = indexTensor(speakers, at::kCPU);
            Trace trace;
            trace.wantHiddenStates = true;
            network->logits(network->wordEmbeddings(inputs.ids), inputs, &trace);
            const auto next = network->nextTokenLogits(trace.hiddenStates.back()).select(1, -1).argmax().item<int>();
            QCOMPARE(next, expected);
            encoding.ids.push_back(next);
            speakers.push_back(speakers.back());
        }
    }

    void classifiersPredictNoNextToken()
    {
        const std::int64_t width = referenceJson("models/gpt2-cls/config.json")["n_embd"];
        QVERIFY(!loadNetwork("gpt2-cls", "float32")->nextTokenLogits(at::zeros({ 1, 1, width })).defined());
    }

    void theLastTokenThatIsNoPaddingIsClassified_data()
    {
        QTest::addColumn<std::vector<int>>("ids");
        QTest::addColumn<int>("classified");
        const int pad = referenceJson("models/gpt2-cls/config.json")["pad_token_id"];
        QTest::newRow("no padding") << std::vector<int> { 5, 6, 7 } << 2;
        QTest::newRow("at the end") << std::vector<int> { 5, 6, pad, pad } << 1;
        QTest::newRow("inside") << std::vector<int> { 5, pad, 7 } << 2;
        QTest::newRow("nothing else") << std::vector<int> { pad, pad } << 0;
    }

    void theLastTokenThatIsNoPaddingIsClassified()
    {
        QFETCH(std::vector<int>, ids);
        QFETCH(int, classified);
        const auto network = loadNetwork("gpt2-cls", "float64");
        Encoding encoding;
        encoding.ids = ids;
        QCOMPARE(network->inputsFor(encoding).classified, classified);
        // Causal: what follows the classified token changes nothing.
        const c10::NoGradGuard constant;
        const auto whole = toDoubles(logitsOf(*network, encoding));
        encoding.ids.resize(std::size_t(classified) + 1);
        QVERIFY(largestDifference(toDoubles(logitsOf(*network, encoding)), whole) < 1e-12);
    }

    void paddingInTheTextShiftsPositions()
    {
        Encoding encoding;
        encoding.ids = { 0, 5, 1, 6, 2 };
        encoding.segments.resize(5);
        const auto positions = loadNetwork("roberta", "float32")->inputsFor(encoding).positions;
        QCOMPARE(toDoubles(positions), (std::vector<double> { 2, 3, 1, 4, 5 }));
    }

    void cleanupTestCase()
    {
        for (const auto& [what, largest] : m_largest)
            qInfo("%s: largest difference %.2g", qPrintable(what), largest);
    }

private:
    void rows()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("dtype");
        QTest::addColumn<double>("tolerance");
        for (const auto& model : referenceModels()) {
            const auto row = [&](const char* dtype, double tolerance) {
                QTest::addRow("%s %s", model.name.c_str(), dtype)
                    << QString::fromStdString(model.name) << QString::fromStdString(model.family) << dtype << tolerance;
            };
            row("float64", exactTolerance(model.name));
            row("float32", 1e-4);
        }
    }

    void note(const QString& what, double largest)
    {
        const QString family
            = QTest::currentDataTag() ? QString(QTest::currentDataTag()).section(' ', 0, 0) : QString();
        auto& known = m_largest[family + ": " + what];
        known = std::max(known, largest);
    }

    std::map<QString, double> m_largest;
};

QTEST_GUILESS_MAIN(TestFamilies)
#include "tst_families.moc"
