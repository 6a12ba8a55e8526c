// SPDX-License-Identifier: GPL-3.0-or-later
// Every built-in model is what its card says: size, accuracy, and an explanation that meets its tolerance.
#include "core/attribution/attribution.h"
#include "core/io/json/json_guard.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/results/codec.h"
#include "core/results/training.h"
#include "core/service/built_in_models.h"
#include "core/training/evaluation.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace vitrine;

namespace {

QByteArray bytesOf(const std::filesystem::path& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// How the folder was trained; none for a model that was made elsewhere.
std::optional<Training> trainingOf(const std::filesystem::path& folder)
{
    const auto text = bytesOf(folder / "training.json");
    if (text.isEmpty())
        return std::nullopt;
    auto training = decode<Training>(parseJson(text.toStdString(), "training.json"));
    return training ? std::optional(*std::move(training)) : std::nullopt;
}

std::string settingOf(const Training& training, const std::string& name)
{
    for (const auto& setting : training.settings) {
        if (setting.name == name)
            return setting.value;
    }
    return {};
}

/// Lines of text, tab, class.
std::vector<LabelledText> labelledLines(const QByteArray& file)
{
    std::vector<LabelledText> texts;
    for (const auto& line : file.split('\n')) {
        if (const auto tab = line.lastIndexOf('\t'); tab > 0)
            texts.push_back({ line.left(tab).toStdString(), {}, line.mid(tab + 1).trimmed().toInt() });
    }
    return texts;
}

} // namespace

class TestBuiltInModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void isWhatItsCardSays_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& card : builtInModels())
            QTest::addRow("%s", card.name.c_str()) << QString::fromStdString(card.name);
        QVERIFY(builtInModelFolder("english"));
    }

    void isWhatItsCardSays()
    {
        QFETCH(QString, name);
        const auto folder = *builtInModelFolder(name.toStdString());
        const auto all = builtInModels();
        const auto& card
            = *std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name.toStdString(); });
        const auto model = openModel(folder, { .device = "cpu" });
        QCOMPARE(model->card().sizes.parameters, card.parameters);
        QCOMPARE(std::int64_t(std::filesystem::file_size(folder / "model.safetensors")), card.bytes);
        QCOMPARE(QString::fromStdString(model->card().provenance.model.family), QString::fromStdString(card.family));
        QVERIFY(card.accuracyLow < card.accuracy && card.accuracy < card.accuracyHigh);
        const auto readme = bytesOf(folder / "README.md");
        QVERIFY(readme.startsWith("# " + QByteArray::fromStdString(card.title)));

        const std::string text = card.language == "zh" ? "这是一本很糟糕的书" : "a gorgeous, witty, seductive movie";
        const auto explained
            = attribute(*model, { { text, {}, 0 }, "integrated-gradients", { { "tolerance", "0.01" } } });
        QVERIFY(explained.certificate && explained.certificate->met);

        const auto training = trainingOf(folder);
        if (!training)
            return;
        QVERIFY(card.bytes <= 6'000'000);
        QVERIFY2(readme.contains("vitrine-engine train"), "the command that made it");
        const auto& whole = training->tests.at(0);
        const auto& clean = training->tests.at(1);
        QVERIFY(std::abs(clean.accuracy.value - card.accuracy) < 1e-4);

        const auto test = bytesOf(std::filesystem::path(VITRINE_DATA) / settingOf(*training, "test"));
        if (test.isEmpty())
            QSKIP("no labelled texts here");
        const auto texts = encodeTexts(labelledLines(test), model->tokenizer(), model->network(),
            std::stoi(settingOf(*training, "max-length")), {});
        const auto result = evaluate(model->network(), texts, 0, 64, {}).accuracy();
        qInfo("%s: %ld of %ld, on its card %ld; clean %.4f", card.name.c_str(), long(result.correct),
            long(result.count), long(whole.accuracy.correct), card.accuracy);
        QCOMPARE(result.count, whole.accuracy.count);
        QVERIFY(std::abs(result.correct - whole.accuracy.correct)
            <= 1); // a tie may fall to the other side on another processor
    }
};

QTEST_GUILESS_MAIN(TestBuiltInModels)
#include "tst_built_in_models.moc"
