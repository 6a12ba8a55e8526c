// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's files in both layouts: what is read of sound ones, what is said about others, and the reference models.
#include "core/io/checkpoint_folder.h"
#include "core/io/safetensors.h"
#include "core/io/safetensors_conversion.h"
#include "core/io/weights_file.h"
#include "tests/io/pickle_builder.h"
#include "tests/io/refusal_of.h"
#include "tests/io/temporary_files.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <numeric>

using namespace vitrine;

namespace {

QByteArray floats(int count)
{
    std::vector<float> values(std::size_t(count), 0.f);
    std::iota(values.begin(), values.end(), 0.5f);
    return QByteArray(reinterpret_cast<const char*>(values.data()), count * int(sizeof(float)));
}

const QByteArray store = pickle::storage("0", 12);

QByteArray fourTensors()
{
    return pickle::dict(
        { { "whole", pickle::tensor(store, 0, { 3, 4 }, { 4, 1 }) }, { "transposed", pickle::tensor(store, 1, { 2, 3 }, { 1, 4 }) },
            { "empty", pickle::tensor(pickle::storage("1", 0), 0, { 0, 5 }, { 5, 1 }) }, { "scalar", pickle::tensor(store, 7, {}, {}) } });
}

QByteArray goodFile() { return pickle::checkpoint(fourTensors(), { floats(12), {} }); }

QByteArray legacyFile(const QByteArray& body, const char* littleEndian = "\x88")
{
    const QByteArray magic("\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.\x80\x02M\xE9\x03.");
    return magic + "\x80\x02}(" + pickle::text("protocol_version") + "M\xE9\x03" + pickle::text("little_endian") + littleEndian + "u."
        + body;
}

QByteArray legacyTensors()
{
    return pickle::dict({ { "a", pickle::tensor(pickle::storage("7", 3, "FloatStorage", true), 0, { 3 }, { 1 }) } });
}

QByteArray legacyKeys(const QByteArray& key) { return "\x80\x02](" + pickle::text(key) + "e."; }

QByteArray bytesOf(const TensorSource& source, const std::string& name)
{
    const TensorEntry* entry = source.find(name);
    if (!entry)
        return "there is no such tensor";
    QByteArray bytes(int(entry->bytes), '\0');
    source.read(*entry, std::as_writable_bytes(std::span(bytes.data(), std::size_t(bytes.size()))));
    return bytes;
}

void readAll(const TensorSource& source)
{
    for (const TensorEntry& entry : source.entries())
        bytesOf(source, entry.name);
}

std::unique_ptr<TensorSource> open(const TemporaryFiles& files, const QByteArray& bytes)
{
    return openWeightsFile(InputFile(files.write("m.bin", bytes)));
}

std::string referenceModel(const char* name) { return std::string(VITRINE_REFERENCE "/models/") + name; }

bool hasReference() { return std::filesystem::exists(referenceModel("bert")); }

std::vector<float> valuesOf(const TensorSource& source, const TensorEntry& entry)
{
    const QByteArray bytes = bytesOf(source, entry.name);
    std::vector<float> values(std::size_t(entry.count()));
    convertItems(entry.dtype, reinterpret_cast<const std::byte*>(bytes.constData()), values.size(), values.data());
    return values;
}

} // namespace

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
    void refusesArchives_data();
    void refusesArchives();
    void refusesLegacyFiles_data();
    void refusesLegacyFiles();
    void tellsEveryCut_data();
    void tellsEveryCut();
    void survivesEveryFlippedByte_data();
    void survivesEveryFlippedByte();
    void agreesWithSafetensors_data();
    void agreesWithSafetensors();
    void readsTheChineseModel();
    void convertsToSafetensors_data();
    void convertsToSafetensors();
    void neverReplacesAFile();
    void leavesNothingOfACancelledFile();
};

void TorchCheckpointTest::readsViews_data()
{
    QTest::addColumn<QByteArray>("file");
    const std::vector<pickle::Entry> entries { { "m/data.pkl", fourTensors() }, { "m/data/0", floats(12) }, { "m/data/1", {} } };
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
    const auto source
        = open(files, pickle::checkpoint(pickle::dict({ { "a", pickle::tensor(store, 0, { 2, 1, 3 }, { 1, huge, 4 }) } }), { floats(12) }));
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
    QCOMPARE(source->warnings(), std::vector<std::string> { "m.bin: was written without checksums, so damage to it cannot be noticed." });
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
        return pickle::dict({ { "large", pickle::tensor(pickle::storage("0", items, "FloatStorage", legacy), 0, { items }, { 1 }) },
            { "a", pickle::tensor(pickle::storage("1", 3, "FloatStorage", legacy), 0, { 3 }, { 1 }) } });
    };
    const QByteArray keys = "\x80\x02](" + pickle::text("0") + pickle::text("1") + "e.";
    QTest::newRow("legacy") << legacyFile(tensors(true) + keys + pickle::number(items, 8)) << pickle::number(3, 8) + floats(3);

    QByteArray file
        = pickle::zip({ { "m/data.pkl", tensors(false) }, { "m/data/0", {} }, { "m/data/1", floats(3) } }, pickle::Numbers::Zip64);
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
    QVERIFY(refusalOf([&] { readAll(*source); }).startsWith(QStringLiteral("unreadable: m.bin: changed while it was read")));
}

void TorchCheckpointTest::readsShards()
{
    const TemporaryFiles files;
    const auto shard = [](const char* name, int count) {
        return pickle::checkpoint(
            pickle::dict({ { name, pickle::tensor(pickle::storage("0", count), 0, { count }, { 1 }) } }), { floats(count) });
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
    QVERIFY(refusalOf([&] { CheckpointFolder(files.path()).openWeights(); }).startsWith(QStringLiteral("missing-tensor: ")));
    files.write("pytorch_model.bin.index.json", R"({"weight_map":{}})");
    QCOMPARE(refusalOf([&] { CheckpointFolder(files.path()).openWeights(); }),
        QStringLiteral("malformed-file: pytorch_model.bin.index.json: weight_map names no weight files; fetch the index again"));
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

void TorchCheckpointTest::refusesArchives_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("sentence");
    using pickle::Entry;
    const auto row = [](const char* name, const QByteArray& file, const char* sentence) {
        QTest::newRow(name) << file << QString::fromUtf8(sentence);
    };
    const Entry data { "m/data.pkl", fourTensors() }, zero { "m/data/0", floats(12) }, one { "m/data/1", {} };
    const char* script
        = "contains-program: m.bin: is a TorchScript file, which contains a program; save the model as safetensors with transformers";
    const char* exported
        = "contains-program: m.bin: is an exported PyTorch program (.pt2); save the model as safetensors with transformers";
    row("TorchScript", pickle::zip({ data, zero, one, { "m/code/x.py", "" } }), script);
    row("TorchScript by its constants", pickle::zip({ data, zero, one, { "m/constants.pkl", "" } }), script);
    row("exported program", pickle::zip({ { "m/archive_format", "pt2" }, { "m/data/x.so", "" } }), exported);
    row("older exported program", pickle::zip({ { "version", "" }, { "serialized_exported_program.json", "" } }), exported);
    const char* other
        = "malformed-file: m.bin: is a zip archive, but not of PyTorch (there is no data.pkl in it); unpack it, or fetch the weights again";
    row("other zip", pickle::zip({ { "a.txt", "x", 8 }, { "data.pkl", "x" } }), other);
    row("no entries", pickle::zip({}).prepend(QByteArray("PK\x03\x04")), other);
    row("two models", pickle::zip({ data, zero, one, { "n/data.pkl", "" } }),
        "malformed-file: m.bin: has entries of two different models; fetch the file again");
    row("two pickles", pickle::zip({ data, data, zero, one }),
        "malformed-file: m.bin: has the entry \"m/data.pkl\" twice; fetch the file again");
    row("hidden data", pickle::zip({ data, zero, one, { "m/.data/x", "" } }),
        "malformed-file: m.bin: has an entry \"m/.data/x\" that PyTorch does not write; fetch the file again");
    row("big-endian", pickle::zip({ data, zero, one, { "m/byteorder", "big" } }),
        "malformed-file: m.bin: was written on a big-endian machine, which is not read; save it as safetensors");
    row("compressed pickle", pickle::zip({ { "m/data.pkl", fourTensors(), 8 }, zero, one }),
        "malformed-file: m.bin: \"m/data.pkl\" is compressed, which PyTorch's files never are; fetch the original file");
    row("compressed storage", pickle::zip({ data, { "m/data/0", floats(12), 8 }, one }),
        "malformed-file: m.bin: has compressed entries, which PyTorch's files never have; fetch the original file");
    row("damaged pickle", pickle::zip({ { "m/data.pkl", fourTensors(), 0, true }, zero, one }),
        "malformed-file: m.bin: the bytes of \"m/data.pkl\" are damaged (their CRC-32 is not that of the archive); fetch the file again");
    row("damaged storage", pickle::zip({ data, { "m/data/0", floats(12), 0, true }, one }),
        "malformed-file: m.bin: the bytes of \"m/data/0\" are damaged (their CRC-32 is not that of the archive); fetch the file again");
    row("storage missing", pickle::zip({ data, zero }), "malformed-file: m.bin: lacks the bytes of storage \"1\"; fetch the file again");
    row("storage short", pickle::zip({ data, { "m/data/0", floats(11) }, one }),
        "malformed-file: m.bin: has 44 bytes for storage \"0\", its pickle says 48; fetch the file again");
    row("bytes after the pickle", pickle::zip({ { "m/data.pkl", fourTensors() + "N." }, zero, one }),
        "malformed-file: m.bin: has bytes after the end of its pickle (2); fetch the file again");
    row("item type that is not read",
        pickle::checkpoint(
            pickle::dict({ { "a",
                pickle::global("torch._utils", "_rebuild_tensor_v3")
                    + pickle::tuple({ pickle::tuple({ pickle::text("storage"), pickle::global("torch.storage", "UntypedStorage"),
                                          pickle::text("0"), pickle::text("cpu"), pickle::integer(2) })
                            + 'Q',
                        pickle::integer(0), pickle::integers({ 2 }), pickle::integers({ 1 }), "\x89", pickle::orderedDict(),
                        pickle::global("torch", "float8_e5m2") })
                    + 'R' } }),
            { "ab" }),
        "unsupported-dtype: m.bin: tensor \"a\" has the item type F8_E5M2, which is not read; convert it to F32 or F16");
    row("empty", "", "truncated-file: m.bin: not a safetensors file (0 bytes); fetch the file again");
    row("LFS pointer", "version https://git-lfs.github.com/spec/v1\n",
        "lfs-pointer: m.bin: is a Git LFS pointer, not the weights; run `git lfs pull` in the folder");
}

void TorchCheckpointTest::refusesArchives()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, sentence);
    const TemporaryFiles files;
    QCOMPARE(refusalOf([&] { readAll(*open(files, file)); }), sentence);
}

void TorchCheckpointTest::refusesLegacyFiles_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QByteArray& file, const char* sentence) {
        QTest::newRow(name) << file << QStringLiteral("malformed-file: m.bin: ") + QString::fromUtf8(sentence);
    };
    const QByteArray tensors = legacyTensors(), keys = legacyKeys("7"), items = pickle::number(3, 8) + floats(3);
    QByteArray view = tensors;
    view.replace("NtQ", "K\1tQ");
    row("big-endian", legacyFile(tensors + keys + items, "\x89"),
        "was written on a big-endian machine, which is not read; save it as safetensors");
    row("view of a storage", legacyFile(view),
        "its pickle has a storage that is a view of another storage, which is not read; save it with a newer PyTorch");
    row("id of today", legacyFile(fourTensors()), "its pickle names its bytes in an unknown way");
    row("no keys", legacyFile(tensors + "\x80\x02N."), "has no list of its storages; fetch the file again");
    row("unknown key", legacyFile(tensors + legacyKeys("8")), "lists a storage \"8\" that its tensors do not have; fetch the file again");
    row("key twice", legacyFile(tensors + "\x80\x02](" + pickle::text("7") + pickle::text("7") + "e." + items),
        "lists a storage \"7\" that its tensors do not have; fetch the file again");
    row("key missing", legacyFile(tensors + "\x80\x02]."), "lacks the bytes of storage \"7\"; fetch the file again");
    row("other count", legacyFile(tensors + keys + pickle::number(4, 8) + floats(4)),
        "has 4 items in storage \"7\", its pickle says 3; fetch the file again");
    row("bytes after the end", legacyFile(tensors + keys + items + "x"), "has 1 bytes after its last storage; fetch the file again");
    row("other protocol", legacyFile("").replace("M\xE9\x03.", "M\xE8\x03."), "does not begin as PyTorch's files do; fetch the file again");
}

void TorchCheckpointTest::refusesLegacyFiles()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, sentence);
    const TemporaryFiles files;
    QCOMPARE(refusalOf([&] { readAll(*open(files, file)); }), sentence);
}

void TorchCheckpointTest::tellsEveryCut_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("least"); // bytes by which the format can be told
    QTest::newRow("zip") << goodFile() << 4;
    QTest::newRow("legacy") << legacyFile(legacyTensors() + legacyKeys("7") + pickle::number(3, 8) + floats(3)) << 21;
}

void TorchCheckpointTest::tellsEveryCut()
{
    QFETCH(QByteArray, file);
    QFETCH(int, least);
    const TemporaryFiles files;
    for (int length = 0; length < file.size(); ++length) {
        const QString refusal = refusalOf([&] { open(files, file.left(length)); });
        QVERIFY2(length < least ? refusal != QLatin1String("nothing") : refusal.startsWith(QStringLiteral("truncated-file: m.bin: ")),
            qPrintable(QString::number(length) + QStringLiteral(": ") + refusal));
    }
}

void TorchCheckpointTest::survivesEveryFlippedByte_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<qsizetype>("step");
    QTest::newRow("zip") << goodFile() << qsizetype(1);
    QTest::newRow("legacy") << legacyFile(legacyTensors() + legacyKeys("7") + pickle::number(3, 8) + floats(3)) << qsizetype(1);
    for (const char* name : { "bert-zh", "bert-legacy", "bert-oldpickle" }) {
        QFile file(QString::fromStdString(referenceModel(name)) + QStringLiteral("/pytorch_model.bin"));
        if (file.open(QIODevice::ReadOnly))
            QTest::newRow(name) << file.readAll() << qsizetype(29);
    }
}

// Bytes of the pickle, of the directory, and cuts at each kilobyte: a refusal or a reading that stays within its bounds.
void TorchCheckpointTest::survivesEveryFlippedByte()
{
    QFETCH(QByteArray, file);
    QFETCH(qsizetype, step);
    const TemporaryFiles files;
    qint64 slowest = 0;
    int refusals = 0, tries = 0;
    const auto attempt = [&](const QByteArray& bytes) {
        QElapsedTimer clock;
        clock.start();
        const QString refusal = refusalOf([&] { readAll(*open(files, bytes)); });
        slowest = std::max(slowest, clock.elapsed());
        ++tries;
        refusals += refusal != QLatin1String("nothing");
        return !refusal.startsWith(QStringLiteral("internal"));
    };
    const qsizetype head = std::min<qsizetype>(file.size(), 9000), tail = std::max<qsizetype>(head, file.size() - 4000);
    for (qsizetype at = 0; at < file.size(); at = at + step < head || at >= tail ? at + step : std::max(tail, at + step)) {
        QByteArray damaged = file;
        damaged[at] = char(damaged[at] ^ 0x55);
        QVERIFY2(attempt(damaged), qPrintable(QString::number(at)));
    }
    for (qsizetype length = 0; length < file.size(); length += 1024)
        QVERIFY(attempt(file.left(length)));
    qInfo("%d of %d damaged files refused, the slowest answer took %lld ms", refusals, tries, static_cast<long long>(slowest));
    QVERIFY(refusals > tries / 3);
    QVERIFY(slowest < 2000);
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
    if (!hasReference())
        QSKIP("the reference data are not there");
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
            QVERIFY2(difference <= std::max(std::abs(double(expected[i])) / 2048, 0x1p-25), qPrintable(former)); // half a unit of F16
        }
    }
    qInfo("largest difference %g over %zu tensors", largest, exact->entries().size());
    QVERIFY(half ? largest > 0 : largest == 0);
    QVERIFY(exact->entries().size() > 30);
}

void TorchCheckpointTest::readsTheChineseModel()
{
    if (!hasReference())
        QSKIP("the reference data are not there");
    const auto source = CheckpointFolder(referenceModel("bert-zh")).openWeights();
    QCOMPARE(source->format(), std::string("PyTorch"));
    QCOMPARE(source->find("classifier.weight")->shape.front(), std::int64_t(3));
    for (const TensorEntry& entry : source->entries()) {
        for (const float value : valuesOf(*source, entry))
            QVERIFY(std::abs(value) < 100);
    }
}

void TorchCheckpointTest::convertsToSafetensors_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "bert-zh", "bert-legacy", "bert-oldpickle", "bert-sharded" })
        QTest::newRow(name) << name;
}

void TorchCheckpointTest::convertsToSafetensors()
{
    if (!hasReference())
        QSKIP("the reference data are not there");
    QFETCH(QString, name);
    const TemporaryFiles files;
    const auto source = CheckpointFolder(referenceModel(qPrintable(name))).openWeights();
    convertToSafetensors(*source, files.path("model.safetensors"), {});
    const SafetensorsFile converted { InputFile(files.path("model.safetensors")) };
    QCOMPARE(converted.metadata().at("format"), std::string("pt"));
    QCOMPARE(converted.entries().size(), source->entries().size());
    for (const TensorEntry& entry : source->entries()) {
        QCOMPARE(converted.find(entry.name)->dtype, entry.dtype);
        QCOMPARE(converted.find(entry.name)->shape, entry.shape);
        QCOMPARE(bytesOf(converted, entry.name), bytesOf(*source, entry.name));
    }
}

void TorchCheckpointTest::neverReplacesAFile()
{
    const TemporaryFiles files;
    const auto source = open(files, goodFile());
    files.write("model.safetensors", "precious");
    std::filesystem::create_symlink(files.path("nowhere"), files.path("link"));
    for (const char* name : { "model.safetensors", "link" }) {
        const QString refusal = refusalOf([&] { convertToSafetensors(*source, files.path(name), {}); });
        QVERIFY2(refusal.startsWith(QStringLiteral("bad-argument: "))
                && refusal.endsWith(QStringLiteral("there is already something of that name, and it stays; choose another name")),
            qPrintable(refusal));
    }
    QCOMPARE(files.read("model.safetensors"), std::string("precious"));
    QCOMPARE(files.count(), 3L);
}

void TorchCheckpointTest::leavesNothingOfACancelledFile()
{
    const TemporaryFiles files;
    const auto source = open(files, goodFile());
    CancelToken token;
    const Progress progress(token, [&](int, int, std::string_view) { token.cancel(); });
    QVERIFY_EXCEPTION_THROWN(convertToSafetensors(*source, files.path("model.safetensors"), progress), Cancelled);
    QCOMPARE(files.count(), 1L);
}

QTEST_GUILESS_MAIN(TorchCheckpointTest)
#include "tst_torch_checkpoint.moc"
