// SPDX-License-Identifier: GPL-3.0-or-later
// Which weights a folder gives, and what is said when it gives none; the reference folders that are broken on purpose.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/io/checkpoint/sharded_weights.h"
#include "tests/io/refusal_of.h"
#include "tests/io/safetensors_builder.h"
#include "tests/io/temporary_files.h"
#include "tests/support/limits.h"
#include "tests/support/reference_folder.h"

#include <QDir>
#include <QTest>

#include <functional>
#include <map>
#include <sys/stat.h>

Q_DECLARE_METATYPE(std::function<void(const std::filesystem::path&)>)

using namespace vitrine;

namespace {

QByteArray oneTensor(const char* name)
{
    return safetensorsFile('{' + tensorEntry(name, "U8", "[1]", 0, 1) + '}', name);
}

const QByteArray twoShards
    = "{\"metadata\":{\"total_size\":2},\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}}";

} // namespace

class CheckpointFolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensFoldersAndFiles();
    void refusesWhatIsNoModel();
    void readsFiles();
    void recognisesContent_data();
    void recognisesContent();
    void refusesForeignFormats_data();
    void refusesForeignFormats();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void prefersSafetensors();
    void readsShards();
    void refusesShards_data();
    void refusesShards();
    void followsLinksInTheFolder();
    void refusesUnsafeNames_data();
    void refusesUnsafeNames();
    void readsAnIndexInLittleMemory();
    void sparseFiles();
    void referenceFolders_data();
    void referenceFolders();
};

void CheckpointFolderTest::opensFoldersAndFiles()
{
    const TemporaryFiles files;
    files.write("config.json", "{}");
    files.write("model.safetensors", oneTensor("m"));
    files.write("other.safetensors", oneTensor("o"));
    QCOMPARE(CheckpointFolder(files.path()).openWeights()->entries()[0].name, std::string("m"));
    QCOMPARE(CheckpointFolder(files.path("model.safetensors")).openWeights()->entries()[0].name, std::string("m"));
    QCOMPARE(CheckpointFolder(files.path("other.safetensors")).openWeights()->entries()[0].name, std::string("o"));
    QCOMPARE(CheckpointFolder(files.path("config.json")).openWeights()->entries()[0].name, std::string("m"));
    QVERIFY(!CheckpointFolder(files.path() / "").name().empty());
}

void CheckpointFolderTest::refusesWhatIsNoModel()
{
    const TemporaryFiles files;
    const QString path = QString::fromStdString(files.path("").string());
    QCOMPARE(refusalOf([&] { CheckpointFolder folder(files.path("")); }),
        QStringLiteral("not-a-model: %1: is not a model folder (there is no config.json in it); name one that has it")
            .arg(path));
    QCOMPARE(refusalOf([&] { CheckpointFolder folder(files.path("x")); }),
        QStringLiteral("not-found: %1x: there is no such folder; check the name").arg(path));
    files.write("x", "");
    QCOMPARE(refusalOf([&] { CheckpointFolder folder(files.path("x")); }),
        QStringLiteral("not-a-model: %1x: there is no config.json beside it; open a file of a model folder").arg(path));
    QCOMPARE(refusalOf([&] { CheckpointFolder folder("/dev/zero"); }),
        QStringLiteral("unreadable: /dev/zero: is a device, not a file; put the file in its place"));
}

void CheckpointFolderTest::readsFiles()
{
    const TemporaryFiles files;
    files.write("config.json", "{}");
    std::filesystem::create_directory(files.path("vocab.txt"));
    const CheckpointFolder folder(files.path());
    QCOMPARE(folder.read("config.json", 2), std::optional<std::string>("{}"));
    QCOMPARE(folder.read("tokenizer.json", 9), std::nullopt);
    QCOMPARE(refusalOf([&] { folder.read("config.json", 1); }),
        QStringLiteral(
            "too-large: config.json: 2 bytes, at most 1 are read of such a file; check that it is the right file"));
    QCOMPARE(refusalOf([&] { folder.read("vocab.txt", 9); }),
        QStringLiteral("unreadable: vocab.txt: is a directory, not a file; put the file in its place"));
}

void CheckpointFolderTest::recognisesContent_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char* name, const QByteArray& begin, const char* refusal) {
        QTest::newRow(name) << begin << QString::fromUtf8(refusal);
    };
    row("LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
        "lfs-pointer: model.safetensors: is a Git LFS pointer, not the weights; run `git lfs pull` in the folder");
    for (const char* begin : { "<!DOCTYPE html>", "<!doctype html>", "<html>", "<HTML>" })
        row(begin, begin, "malformed-file: model.safetensors: is a web page, not the weights; download the file again");
    row("zip", "PK\x03\x04 and more",
        "truncated-file: model.safetensors: is a zip archive without its end; the download stopped early, fetch the "
        "file again");
    row("empty zip", "PK\x05\x06" + QByteArray(18, '\0'),
        "malformed-file: model.safetensors: is an empty zip archive; download the file again");
    row("tar", QByteArray(257, 'x') + "ustar" + QByteArray(250, '\0'),
        "malformed-file: model.safetensors: is a tar archive; unpack it first, or save weights of PyTorch 0.1 with a "
        "newer one");
    for (const char* begin : { "\x1F\x8B\x08 gzip", "\x28\xB5\x2F\xFD zstd", "\xFD\x37zXZ xz" })
        row(begin + 4, begin, "malformed-file: model.safetensors: is compressed; unpack it first");
    row("plain pickle", "\x80\x04\x95 more",
        "contains-program: model.safetensors: is a Python pickle, but not a file of PyTorch; it can hold a program and "
        "is not read, save the weights as safetensors");
    row("HDF5", "\x89HDF\r\n more",
        "contains-program: model.safetensors: is a Keras (HDF5) file, which can hold a program; save the model as "
        "safetensors with transformers");
    row("GGUF", "GGUF more text",
        "not-a-model: model.safetensors: is a GGUF file, which is not read; take the safetensors the model was made "
        "from");
}

void CheckpointFolderTest::recognisesContent()
{
    QFETCH(QByteArray, begin);
    QFETCH(QString, refusal);
    const TemporaryFiles files;
    files.write("config.json", "{}");
    files.write("model.safetensors", begin);
    QCOMPARE(refusalOf([&] { CheckpointFolder(files.path()).openWeights(); }), refusal);
}

void CheckpointFolderTest::refusesForeignFormats_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("code");
    for (const char* name :
        { "tf_model.h5", "model.keras", "traced.pt", "program.pt2", "weights.pth", "model.ckpt", "saved_model.pb" })
        QTest::newRow(name) << name << "contains-program";
    for (const char* name : { "flax_model.msgpack", "rust_model.ot", "model.ckpt.index", "model.onnx", "model.gguf" })
        QTest::newRow(name) << name << "not-a-model";
}

void CheckpointFolderTest::refusesForeignFormats()
{
    QFETCH(QString, name);
    QFETCH(QString, code);
    const TemporaryFiles files;
    files.write("config.json", "{}");
    files.write("training_args.bin", "");
    files.write(name.toStdString(), "");
    const CheckpointFolder folder(files.path());
    const QString refusal = refusalOf([&] { folder.openWeights(); });
    QVERIFY2(refusal.startsWith(code + QStringLiteral(": ") + name + QStringLiteral(": is a")), qPrintable(refusal));
    QVERIFY2(
        refusal.endsWith(QStringLiteral("; save the model as safetensors with transformers")), qPrintable(refusal));
    QCOMPARE(folder.ignoredFiles().size(), std::size_t(2));
}

void CheckpointFolderTest::refusesWhatIsNoFile_data()
{
    using Make = std::function<void(const std::filesystem::path&)>;
    QTest::addColumn<Make>("make");
    QTest::addColumn<QString>("what");
    const auto link
        = [](const char* to) -> Make { return [to](const auto& path) { std::filesystem::create_symlink(to, path); }; };
    QTest::newRow("directory") << Make([](const auto& path) { std::filesystem::create_directory(path); })
                               << "is a directory, not a file; put the file in its place";
    QTest::newRow("FIFO") << Make([](const auto& path) { QCOMPARE(::mkfifo(path.c_str(), 0600), 0); })
                          << "is a FIFO, not a file; put the file in its place";
    QTest::newRow("device") << link("/dev/zero") << "is a device, not a file; put the file in its place";
    QTest::newRow("link to itself") << Make([](const auto& path) { std::filesystem::create_symlink(path, path); })
                                    << "is a link that leads to itself; fetch the file again";
}

void CheckpointFolderTest::refusesWhatIsNoFile()
{
    QFETCH(std::function<void(const std::filesystem::path&)>, make);
    QFETCH(QString, what);
    for (const char* name : { "model.safetensors", "pytorch_model.bin" }) {
        const TemporaryFiles files;
        files.write("config.json", "{}");
        make(files.path(name));
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(refusalOf([&] { CheckpointFolder(files.path()).openWeights(); }),
            QStringLiteral("unreadable: ") + QString::fromUtf8(name) + QStringLiteral(": ") + what);
        QVERIFY(clock.elapsed() < 2000);
    }
}

void CheckpointFolderTest::prefersSafetensors()
{
    const TemporaryFiles files;
    files.write("config.json", "{}");
    files.write("pytorch_model.bin", "\x80\x02");
    const CheckpointFolder folder(files.path());
    files.write("model.safetensors.index.json", twoShards);
    files.write("1.safetensors", oneTensor("a"));
    files.write("2.safetensors", oneTensor("b"));
    QCOMPARE(folder.openWeights()->format(), std::string("sharded safetensors"));
    files.write("model.safetensors", oneTensor("m"));
    QCOMPARE(folder.openWeights()->format(), std::string("safetensors"));
    QCOMPARE(folder.openWeights()->warnings(),
        std::vector<std::string> { "The folder has the weights in two formats; those in safetensors were read, those "
                                   "in a pickle left alone." });
    QCOMPARE(folder.ignoredFiles(), std::vector<std::string> { "pytorch_model.bin" });
}

void CheckpointFolderTest::readsShards()
{
    const TemporaryFiles files;
    files.write("config.json", "{}");
    files.write("model.safetensors.index.json", twoShards);
    files.write("1.safetensors", oneTensor("a"));
    files.write("2.safetensors",
        safetensorsFile(
            '{' + tensorEntry("b", "U8", "[1]", 1, 2) + ',' + tensorEntry("spare", "U8", "[1]", 0, 1) + '}', "sb"));
    const auto source = CheckpointFolder(files.path()).openWeights();
    QCOMPARE(source->entries().size(), std::size_t(2));
    for (const TensorEntry& entry : source->entries()) {
        std::byte byte {};
        source->read(entry, std::span(&byte, 1));
        QCOMPARE(char(byte), entry.name[0]);
    }
    QCOMPARE(
        source->fileBytes(), std::uint64_t(files.read("1.safetensors").size() + files.read("2.safetensors").size()));
    QCOMPARE(source->sha256({}).size(), std::size_t(64));
    const auto opened
        = [&](const char* name) { return CheckpointFolder(files.path(name)).openWeights()->entries().size(); };
    files.write("whole.safetensors", oneTensor("w"));
    QCOMPARE(opened("2.safetensors"), std::size_t(2)); // a shard stands for its model,
    QCOMPARE(opened("whole.safetensors"), std::size_t(1)); // what the index does not name for itself
    QCOMPARE(source->warnings(),
        std::vector<std::string> { "model.safetensors.index.json: tensors of the weight files that the index does not "
                                   "name were left alone (1)." });
}

void CheckpointFolderTest::refusesShards_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("second"); // the file 2.safetensors; empty: is not there
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char* name, const QByteArray& json, const QByteArray& second, QString refusal) {
        QTest::newRow(name) << json << second
                            << refusal.replace(QStringLiteral("%1"), QStringLiteral("model.safetensors.index.json"));
    };
    row("missing", twoShards, {},
        QStringLiteral("not-found: %1: weight files are missing (1 of 2): 2.safetensors; put them into the folder"));
    row("all missing", "{\"weight_map\":{\"a\":\"x\",\"b\":\"y\"}}", {},
        QStringLiteral("not-found: %1: weight files are missing (2 of 2): x, y; put them into the folder"));
    row("tensor not there", twoShards, oneTensor("c"),
        QStringLiteral("missing-tensor: %1: tensor \"b\" is not in 2.safetensors, where the index says it is; fetch "
                       "both files again"));
    row("tensor twice", twoShards, oneTensor("a"),
        QStringLiteral("malformed-file: %1: tensor \"a\" stands in two weight files, 1.safetensors and 2.safetensors; "
                       "fetch the files of one version"));
    row("no map", "{}", {}, QStringLiteral("malformed-file: %1: weight_map is missing; fetch the index again"));
    row("name no string", "{\"weight_map\":{\"a\":1}}", {},
        QStringLiteral("malformed-file: %1: line 1, column 21: weight_map.a must be a string, is 1; fetch the index "
                       "again"));
    row("traversal", "{\"weight_map\":{\"a\":\"../x\"}}", {},
        QStringLiteral("unsafe-path: %1: \"../x\" is not the name of a file in this folder; nothing outside the folder "
                       "is opened"));
    row("broken shard", twoShards, "<html>",
        QStringLiteral("malformed-file: 2.safetensors: is a web page, not the weights; download the file again"));
}

void CheckpointFolderTest::refusesShards()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, second);
    QFETCH(QString, refusal);
    const TemporaryFiles files;
    files.write("config.json", "{}");
    files.write("model.safetensors.index.json", json);
    files.write("1.safetensors", oneTensor("a"));
    if (!second.isEmpty())
        files.write("2.safetensors", second);
    QCOMPARE(refusalOf([&] { CheckpointFolder(files.path()).openWeights(); }), refusal);
}

void CheckpointFolderTest::followsLinksInTheFolder()
{
    const TemporaryFiles blobs;
    blobs.write("f00d", oneTensor("m"));
    const TemporaryFiles files;
    files.write("config.json", "{}");
    std::filesystem::create_symlink(blobs.path("f00d"), files.path("model.safetensors"));
    QCOMPARE(CheckpointFolder(files.path()).openWeights()->entries().size(), std::size_t(1));
    std::filesystem::remove(blobs.path("f00d"));
    QCOMPARE(refusalOf([&] { CheckpointFolder(files.path()).openWeights(); }),
        QStringLiteral("not-found: model.safetensors: is a link to a file that does not exist; fetch the file again"));
}

void CheckpointFolderTest::refusesUnsafeNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("safe");
    for (const char* name : { "", ".", "..", "../x", "/etc/passwd", "a/b", "a\\b" })
        QTest::newRow(name) << QByteArray(name) << false;
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << false;
    QTest::newRow("256 bytes") << QByteArray(256, 'a') << false;
    QTest::newRow("255 bytes") << QByteArray(255, 'a') << true;
    QTest::newRow("...") << QByteArray("...") << true;
}

void CheckpointFolderTest::refusesUnsafeNames()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, safe);
    const QString refusal = refusalOf([&] { requireBareName(name.toStdString(), "i"); });
    QVERIFY2(safe ? refusal == QLatin1String("nothing") : refusal.startsWith(QStringLiteral("unsafe-path: i: \"")),
        qPrintable(refusal));
}

void CheckpointFolderTest::referenceFolders_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code");
    const QDir reference(QString::fromStdString(referencePath("malformed").string()));
    // Folders whose fault lies in weights or folder; every other one opens here and is refused later, or not at all.
    const std::map<QString, QString> codes { { "config-missing", "not-a-model" }, { "html-page", "malformed-file" },
        { "lfs-pointer", "lfs-pointer" }, { "pickle-storage-short", "malformed-file" },
        { "pickle-system", "contains-program" }, { "pickle-truncated", "truncated-file" },
        { "pickle-truncated-zip", "truncated-file" }, { "pickle-view-offset", "malformed-file" },
        { "zip-bad-crc", "malformed-file" }, { "zip-deflated", "malformed-file" }, { "shard-missing", "not-found" },
        { "shard-outside", "unsafe-path" }, { "st-dim-string", "malformed-file" },
        { "st-duplicate-key", "malformed-file" }, { "st-empty", "truncated-file" }, { "st-gap", "malformed-file" },
        { "st-length-huge", "malformed-file" }, { "st-length-over-file", "truncated-file" },
        { "st-negative-dim", "malformed-file" }, { "st-negative-offset", "malformed-file" },
        { "st-nesting", "too-large" }, { "st-not-json", "malformed-file" }, { "st-offset-past-end", "truncated-file" },
        { "st-overflow-to-zero", "malformed-file" }, { "st-overlap", "malformed-file" },
        { "st-shape-mismatch", "malformed-file" }, { "st-trailing-comma", "malformed-file" },
        { "st-truncated-body", "truncated-file" }, { "st-unknown-dtype", "unsupported-dtype" },
        { "st-zeros", "malformed-file" }, { "weights-directory", "unreadable" }, { "weights-missing", "not-found" } };
    const QStringList names = reference.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const auto& [name, code] : codes)
        QVERIFY2(names.contains(name), qPrintable(name));
    for (const QString& name : names) {
        if (name != QLatin1String("texts"))
            QTest::newRow(qPrintable(name))
                << reference.filePath(name) << (codes.contains(name) ? codes.at(name) : QStringLiteral("nothing"));
    }
}

// An index as a document would take forty times its length.
void CheckpointFolderTest::readsAnIndexInLittleMemory()
{
    std::string text = "{\"weight_map\":{";
    for (int i = 0; i < 300'000; ++i)
        text += "\"bert.encoder.layer." + std::to_string(i) + "\":\"model.safetensors\",";
    text += "\"x\":\"y\"}}";
    std::size_t rows = 0;
    double time = 0;
    const auto grown = peakGrowth([&] { time = seconds([&] { rows = parseShardIndex(text, "i").rows().size(); }); });
    qInfo("%.1f times the index, %.2f s", double(grown) / double(text.size()), time);
    QCOMPARE(rows, std::size_t(300'001));
    QVERIFY(grown < std::int64_t(4 * text.size()) && time < 10);

    std::string many = "{\"weight_map\":{";
    for (int i = 0; i < 10'001; ++i)
        many += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":\"f" + std::to_string(i) + '"';
    const QString refusal = refusalOf([&] { parseShardIndex(many + "}}", "i"); });
    QVERIFY2(
        refusal.startsWith(QStringLiteral("too-large: i: line 1, ")) && refusal.contains("more than 10000 files; "),
        qPrintable(refusal));
    CancelToken token;
    token.cancel();
    QVERIFY_EXCEPTION_THROWN(parseShardIndex(text, "i", Progress(token, {})), Cancelled);
}

// 100 GB of holes under every name: the size is looked at before a byte is read.
void CheckpointFolderTest::sparseFiles()
{
    const TemporaryFiles files;
    for (const char* name : { "config.json", "model.safetensors.index.json", "vocab.txt", "model.safetensors" }) {
        files.write(name, {});
        std::filesystem::resize_file(files.path(name), std::uintmax_t(100) << 30);
    }
    double time = 0;
    const auto grown = peakGrowth([&] {
        time = seconds([&] {
            const CheckpointFolder folder(files.path());
            for (const char* name : { "config.json", "vocab.txt" })
                QVERIFY(refusalOf([&] {
                    folder.read(name, 1 << 20);
                }).endsWith("at most 1048576 are read of such a file; check that it is the right file"));
            QVERIFY(refusalOf([&] { folder.openWeights(); }).contains("not a safetensors file"));
            std::filesystem::remove(files.path("model.safetensors"));
            QVERIFY(refusalOf([&] { folder.openWeights(); }).startsWith("too-large: model.safetensors.index.json"));
        });
    });
    QVERIFY(time < 2 && grown < 16 << 20);
}

void CheckpointFolderTest::referenceFolders()
{
    QFETCH(QString, path);
    QFETCH(QString, code);
    const QString refusal = refusalOf([&] {
        const auto source = CheckpointFolder(path.toStdString()).openWeights();
        for (const TensorEntry& entry : source->entries()) {
            std::vector<std::byte> bytes(entry.bytes);
            source->read(entry, bytes);
        }
    });
    QCOMPARE(refusal.section(QStringLiteral(": "), 0, 0), code);
    QVERIFY(!refusal.contains(QStringLiteral("pickle-code-ran"))); // what the program in one of them would print
}

QTEST_GUILESS_MAIN(CheckpointFolderTest)
#include "tst_checkpoint_folder.moc"
