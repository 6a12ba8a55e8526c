// SPDX-License-Identifier: GPL-3.0-or-later
// What inspecting promises: the card of the opened model, without its memory, and an end as soon as it is asked for.
#include "core/models/opening/loaded_model.h"
#include "core/runtime/error.h"
#include "tests/io/safetensors_builder.h"
#include "tests/io/temporary_files.h"
#include "tests/support/limits.h"
#include "tests/support/reference_models.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

/// A BERT of one layer with this many rows of word embeddings, whose weights are holes: they take no room on the disk.
fs::path sparseModel(const TemporaryFiles& files, qint64 rows, qint64 width)
{
    std::vector<std::pair<QByteArray, std::vector<qint64>>> tensors;
    const auto linear = [&](const QByteArray& name, qint64 out, qint64 in) {
        tensors.push_back({ name + ".weight", { out, in } });
        tensors.push_back({ name + ".bias", { out } });
    };
    const auto norm = [&](const QByteArray& name) {
        tensors.push_back({ name + ".weight", { width } });
        tensors.push_back({ name + ".bias", { width } });
    };
    tensors.push_back({ "bert.embeddings.word_embeddings.weight", { rows, width } });
    tensors.push_back({ "bert.embeddings.position_embeddings.weight", { 32, width } });
    tensors.push_back({ "bert.embeddings.token_type_embeddings.weight", { 2, width } });
    norm("bert.embeddings.LayerNorm");
    const QByteArray layer = "bert.encoder.layer.0.";
    for (const char* part :
        { "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense" })
        linear(layer + part, width, width);
    norm(layer + "attention.output.LayerNorm");
    linear(layer + "intermediate.dense", width, width);
    linear(layer + "output.dense", width, width);
    norm(layer + "output.LayerNorm");
    linear("bert.pooler.dense", width, width);
    linear("classifier", 2, width);

    QByteArray table = "{";
    qint64 at = 0;
    for (const auto& [name, shape] : tensors) {
        qint64 bytes = 4;
        QByteArray text;
        for (const qint64 extent : shape) {
            bytes *= extent;
            text += (text.isEmpty() ? "" : ",") + QByteArray::number(extent);
        }
        table += (at == 0 ? "" : ",")
            + tensorEntry(name.constData(), "F32", ('[' + text + ']').constData(), at, at + bytes);
        at += bytes;
    }
    table += '}';
    files.write("model.safetensors", safetensorsFile(table));
    fs::resize_file(files.path("model.safetensors"), std::uintmax_t(8 + table.size() + at));
    const QByteArray size = QByteArray::number(width);
    files.write("config.json",
        R"({"model_type":"bert","architectures":["BertForSequenceClassification"],"num_hidden_layers":1,)"
        R"("num_attention_heads":2,"max_position_embeddings":32,"hidden_size":)"
            + size + ",\"intermediate_size\":" + size + ",\"vocab_size\":" + QByteArray::number(rows) + "}");
    files.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n");
    return files.path();
}

/// Seconds from the request to stop, which is made when `stage` has begun, to the end of inspecting.
double secondsToStop(const fs::path& folder, std::string_view stage)
{
    using Clock = std::chrono::steady_clock;
    CancelToken token;
    std::atomic<bool> begun = false;
    const Progress progress(token, [&](int, int, std::string_view now) { begun = begun || now == stage; });
    Clock::time_point asked;
    std::thread person([&] {
        while (!begun)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        asked = Clock::now();
        token.cancel();
    });
    bool heard = false;
    try {
        inspectModel(folder, {}, progress);
    } catch (const Cancelled&) {
        heard = true;
    }
    const auto end = Clock::now();
    begun = true;
    person.join();
    return heard ? std::chrono::duration<double>(end - asked).count() : -1;
}

/// "code: sentence" of what `call` throws; "opened" when it throws nothing.
template <typename Call> std::string outcomeOf(Call&& call)
{
    try {
        call();
    } catch (const Refusal& refusal) {
        return std::string(errorCodeName(refusal.error().code)) + ": " + refusal.error().message;
    }
    return "opened";
}

} // namespace

class TestInspection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { inspectModel(referencePath("models/bert")); } // LibTorch takes its memory now

    void sameCardAsOpened_data()
    {
        QTest::addColumn<QString>("folder");
        for (const char* kind : { "models", "malformed" }) {
            for (const auto& entry : fs::directory_iterator(referencePath(kind))) {
                const auto name = std::string(kind) + '/' + entry.path().filename().string();
                if (entry.is_directory())
                    QTest::newRow(name.c_str()) << QString::fromStdString(name);
            }
        }
    }

    void sameCardAsOpened()
    {
        QFETCH(QString, folder);
        const auto path = referencePath(folder.toStdString());
        ModelCard opened, inspected;
        const std::string wanted = outcomeOf([&] { opened = openModel(path, { "cpu", "float32" })->card(); });
        QCOMPARE(outcomeOf([&] { inspected = inspectModel(path); }), wanted);
        inspected.sizes.memoryAvailable = opened.sizes.memoryAvailable;
        QVERIFY(inspected == opened);
    }

    void holdsNoWeights()
    {
        const TemporaryFiles files;
        const fs::path folder = sparseModel(files, 4'000'000, 64); // 1 GB
        ModelCard card;
        double time = 0;
        const std::int64_t grown = peakGrowth([&] { time = seconds([&] { card = inspectModel(folder); }); });
        qInfo("%.1f s, %.1f MB for a file of %.0f MB", time, double(grown) / 1e6, double(card.sizes.fileBytes) / 1e6);
        QCOMPARE(card.sizes.vocabulary, 4'000'000);
        QCOMPARE(card.tensors.size(), std::size_t(25));
        QCOMPARE(card.provenance.model.sha256.size(), std::size_t(64));
        QVERIFY2(card.sizes.fileBytes > 1'000'000'000 && grown < 100'000'000, "the weights were held");
        QVERIFY(time < 120);
    }

    void stopsWhenAsked_data()
    {
        QTest::addColumn<QByteArray>("stage");
        QTest::newRow("reading") << QByteArray("reading");
        QTest::newRow("checking") << QByteArray("checking");
    }

    // A tensor is looked at piece by piece: one of 65 GB is no obstacle.
    void stopsWhenAsked()
    {
        QFETCH(QByteArray, stage);
        const TemporaryFiles files;
        const fs::path folder
            = stage == "reading" ? sparseModel(files, 4'000'000, 4096) : sparseModel(files, 1'000'000, 64);
        double time = 0;
        const std::int64_t grown = peakGrowth([&] { time = secondsToStop(folder, stage.constData()); });
        qInfo("%.3f s", time);
        QVERIFY2(time >= 0, "it ended before it was asked to");
        QVERIFY2(time < 0.5, "it went on");
        QVERIFY(grown < 100'000'000);
    }
};

QTEST_GUILESS_MAIN(TestInspection)
#include "tst_inspection.moc"
