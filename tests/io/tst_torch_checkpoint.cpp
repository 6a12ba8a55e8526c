// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's files in both layouts: what is read of sound ones, and the reference models.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/io/checkpoint/sharded_weights.h"
#include "core/io/safetensors/safetensors.h"
#include "tests/io/refusal_of.h"
#include "tests/io/torch_files.h"

#include <QTest>

#include <cmath>
#include <cstring>

using namespace vitrine;

class TorchCheckpointTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsViews_data();
    void readsViews();
    void ignoresTheStrideOfOneItem();
    void readsFilesWithoutSums();
    void readsLegacyFiles();
    void readsBeyondFourGigabytes_data();
    void readsBeyondFourGigabytes();
    void tellsThatTheFileChanged();
    void readsShards();
    void opensByContent();
    void opensTheFileThatWasChosen();
    void agreesWithSafetensors_data();
    void agreesWithSafetensors();
    void readsTheChineseModel();
};

void TorchCheckpointTest::readsViews_data()
{
    QTest::addColumn<QByteArray>("file");
    const std::vector<pickle::Entry> entries { { "m/data.pkl", fourTensors() }, { "m/data/0", floats(12) },
        { "m/data/1", {} } };
    QTest::newRow("plain") << pickle::zip(entries);
    QTest::newRow("zip64") << pickle::zip(entries, pickle::Numbers::Zip64);
}

void TorchCheckpointTest::readsViews()
{
    QFETCH(QByteArray, file);
    const TemporaryFiles files;
    const auto source = open(files, file);
    QCOMPARE(source->format(), std::string("PyTorch"));
    QCOMPARE(source->entries().size(), std::size_t(4));
    QCOMPARE(source->fileBytes(), std::uint64_t(file.size()));
    QCOMPARE(source->sha256({}).size(), std::size_t(64));
    QVERIFY(source->warnings().empty());
    QByteArray transposed;
    for (const int item : { 1, 5, 9, 2, 6, 10 })
        transposed += floats(12).mid(4 * item, 4);
    QCOMPARE(bytesOf(*source, "whole"), floats(12));
    QCOMPARE(bytesOf(*source, "transposed"), transposed);
    QCOMPARE(bytesOf(*source, "empty"), QByteArray());
    QCOMPARE(bytesOf(*source, "scalar"), floats(12).mid(28, 4));
}

void TorchCheckpointTest::ignoresTheStrideOfOneItem()
{
    const TemporaryFiles files;
    const qint64 huge = std::numeric_limits<qint64>::max();
    const auto source = open(files,
        pickle::checkpoint(
            pickle::dict({ { "a", pickle::tensor(store, 0, { 2, 1, 3 }, { 1, huge, 4 }) } }), { floats(12) }));
    QByteArray expected;
    for (const int item : { 0, 4, 8, 1, 5, 9 })
        expected += floats(12).mid(4 * item, 4);
    QCOMPARE(bytesOf(*source, "a"), expected);
}

void TorchCheckpointTest::readsFilesWithoutSums()
{
    const TemporaryFiles files;
    QByteArray file = goodFile();
    for (qsizetype at = file.indexOf("PK\x01\x02"); at >= 0; at = file.indexOf("PK\x01\x02", at + 4))
        file.replace(at + 16, 4, QByteArray(4, '\0'));
    const auto source = open(files, file);
    QCOMPARE(bytesOf(*source, "whole"), floats(12));
    QCOMPARE(source->warnings(),
        std::vector<std::string> { "m.bin: was written without checksums, so damage to it cannot be noticed." });
}

void TorchCheckpointTest::readsLegacyFiles()
{
    const TemporaryFiles files;
    const auto source = open(files, legacyFile(legacyTensors() + legacyKeys("7") + pickle::number(3, 8) + floats(3)));
    QCOMPARE(source->format(), std::string("PyTorch before 1.6"));
    QCOMPARE(bytesOf(*source, "a"), floats(3));
}

// Five gigabytes of nothing in the middle, which most file systems keep for free.
void TorchCheckpointTest::readsBeyondFourGigabytes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    constexpr quint64 items = quint64(5) << 28, hole = items * 4;
    const auto tensors = [](bool legacy) {
        return pickle::dict(
            { { "large", pickle::tensor(pickle::storage("0", items, "FloatStorage", legacy), 0, { items }, { 1 }) },
                { "a", pickle::tensor(pickle::storage("1", 3, "FloatStorage", legacy), 0, { 3 }, { 1 }) } });
    };
    const QByteArray keys = "\x80\x02](" + pickle::text("0") + pickle::text("1") + "e.";
    QTest::newRow("legacy") << legacyFile(tensors(true) + keys + pickle::number(items, 8))
                            << pickle::number(3, 8) + floats(3);

    QByteArray file = pickle::zip(
        { { "m/data.pkl", tensors(false) }, { "m/data/0", {} }, { "m/data/1", floats(3) } }, pickle::Numbers::Zip64);
    const auto add = [&file, hole](qsizetype at) {
        quint64 number = 0;
        std::memcpy(&number, file.constData() + at, 8);
        file.replace(at, 8, pickle::number(number + hole, 8));
    };
    const qsizetype cut = file.lastIndexOf("PK\x03\x04");
    for (const int number : { 4, 12 }) // the two sizes of the hole, after name and field header
        add(file.indexOf("m/data/0", cut) + 8 + number);
    add(file.lastIndexOf("m/data/1") + 8 + 20); // where the last entry begins
    add(file.indexOf("PK\x06\x06") + 48); // where the directory begins
    add(file.indexOf("PK\x06\x07") + 8); // where its record begins
    QTest::newRow("zip") << file.left(cut) << file.mid(cut);
}

void TorchCheckpointTest::readsBeyondFourGigabytes()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const TemporaryFiles files;
    const auto path = files.write("m.bin", before);
    std::error_code error;
    std::filesystem::resize_file(path, std::uintmax_t(before.size()) + (std::uintmax_t(5) << 30), error);
    if (error)
        QSKIP("no file of five gigabytes can be made here");
    std::ofstream(path, std::ios::binary | std::ios::app) << after.toStdString();
    const auto source = openWeightsFile(InputFile(path));
    QCOMPARE(source->find("large")->bytes, std::uint64_t(5) << 30);
    QCOMPARE(bytesOf(*source, "a"), floats(3));
}

void TorchCheckpointTest::tellsThatTheFileChanged()
{
    const TemporaryFiles files;
    const auto source = open(files, goodFile());
    std::filesystem::resize_file(files.path("m.bin"), 100);
    QVERIFY(refusalOf([&] {
        readAll(*source);
    }).startsWith(QStringLiteral("unreadable: m.bin: changed while it was read")));
}

void TorchCheckpointTest::readsShards()
{
    const TemporaryFiles files;
    const auto shard = [](const char* name, int count) {
        return pickle::checkpoint(
            pickle::dict({ { name, pickle::tensor(pickle::storage("0", count), 0, { count }, { 1 }) } }),
            { floats(count) });
    };
    files.write("config.json", "{}");
    files.write("1.bin", shard("a", 3));
    files.write("2.bin", shard("b", 4));
    files.write("pytorch_model.bin.index.json", R"({"weight_map":{"a":"1.bin","b":"2.bin"}})");
    for (const char* opened : { "", "1.bin" }) { // a shard stands for its model
        const auto source = CheckpointFolder(files.path(opened)).openWeights();
        QCOMPARE(source->format(), std::string("sharded PyTorch"));
        QCOMPARE(source->entries().size(), std::size_t(2));
        QCOMPARE(bytesOf(*source, "b"), floats(4));
    }
    files.write("pytorch_model.bin.index.json", R"({"weight_map":{"a":"1.bin","b":"1.bin"}})");
    QVERIFY(refusalOf([&] {
        CheckpointFolder(files.path()).openWeights();
    }).startsWith(QStringLiteral("missing-tensor: ")));
    files.write("pytorch_model.bin.index.json", R"({"weight_map":{}})");
    QCOMPARE(refusalOf([&] { CheckpointFolder(files.path()).openWeights(); }),
        QStringLiteral(
            "malformed-file: pytorch_model.bin.index.json: weight_map names no weight files; fetch the index again"));
}

void TorchCheckpointTest::opensByContent()
{
    const TemporaryFiles files;
    files.write("config.json", "{}");
    files.write("model.safetensors", goodFile());
    QCOMPARE(CheckpointFolder(files.path()).openWeights()->format(), std::string("PyTorch"));
}

void TorchCheckpointTest::opensTheFileThatWasChosen()
{
    const TemporaryFiles files;
    files.write("config.json", "{}");
    files.write("model.safetensors", "<html>");
    for (const char* name : { "pytorch_model.bin", "other.bin", "weights.pt", "weights.pth" }) {
        files.write(name, goodFile());
        QCOMPARE(CheckpointFolder(files.path(name)).openWeights()->entries().size(), std::size_t(4));
    }
    for (const char* name : { "training_args.bin", "optimizer.pt" }) {
        files.write(name, goodFile());
        QVERIFY(refusalOf([&] {
            CheckpointFolder(files.path(name)).openWeights();
        }).contains(QStringLiteral("model.safetensors: is a web page")));
    }
}

void TorchCheckpointTest::agreesWithSafetensors_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("half");
    QTest::newRow("bert-oldpickle") << "bert-oldpickle" << false;
    QTest::newRow("bert-legacy") << "bert-legacy" << true;
}

// Both hold the weights of `bert`: one in the old format, one in half precision under old names.
void TorchCheckpointTest::agreesWithSafetensors()
{
    QFETCH(QString, name);
    QFETCH(bool, half);
    const auto exact = CheckpointFolder(referenceModel("bert")).openWeights();
    const auto pickled = CheckpointFolder(referenceModel(qPrintable(name))).openWeights();
    double largest = 0;
    for (const TensorEntry& entry : exact->entries()) {
        QString former = QString::fromStdString(entry.name);
        if (half)
            former.replace(QStringLiteral("LayerNorm.weight"), QStringLiteral("LayerNorm.gamma"))
                .replace(QStringLiteral("LayerNorm.bias"), QStringLiteral("LayerNorm.beta"));
        const TensorEntry* other = pickled->find(former.toStdString());
        QVERIFY2(other, qPrintable(former));
        QCOMPARE(other->shape, entry.shape);
        if (!half)
            QCOMPARE(bytesOf(*pickled, other->name), bytesOf(*exact, entry.name));
        const std::vector<float> values = valuesOf(*pickled, *other), expected = valuesOf(*exact, entry);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double difference = std::abs(double(values[i]) - double(expected[i]));
            largest = std::max(largest, difference);
            QVERIFY2(difference <= std::max(std::abs(double(expected[i])) / 2048, 0x1p-25),
                qPrintable(former)); // half a unit of F16
        }
    }
    qInfo("largest difference %g over %zu tensors", largest, exact->entries().size());
    QVERIFY(half ? largest > 0 : largest == 0);
    QVERIFY(exact->entries().size() > 30);
}

void TorchCheckpointTest::readsTheChineseModel()
{
    const auto source = CheckpointFolder(referenceModel("bert-zh")).openWeights();
    QCOMPARE(source->format(), std::string("PyTorch"));
    QCOMPARE(source->find("classifier.weight")->shape.front(), std::int64_t(3));
    for (const TensorEntry& entry : source->entries()) {
        for (const float value : valuesOf(*source, entry))
            QVERIFY(std::abs(value) < 100);
    }
}

QTEST_GUILESS_MAIN(TorchCheckpointTest)
#include "tst_torch_checkpoint.moc"
