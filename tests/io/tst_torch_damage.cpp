// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's files that are broken or something else: what is said about them, and that nothing worse happens.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "tests/io/refusal_of.h"
#include "tests/io/torch_files.h"

#include <QTest>

#include <cmath>
#include <cstring>

using namespace vitrine;

class TorchDamageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesArchives_data();
    void refusesArchives();
    void refusesLegacyFiles_data();
    void refusesLegacyFiles();
    void tellsEveryCut_data();
    void tellsEveryCut();
    void survivesEveryFlippedByte_data();
    void survivesEveryFlippedByte();
};

void TorchDamageTest::refusesArchives_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("sentence");
    using pickle::Entry;
    const auto row = [](const char* name, const QByteArray& file, const char* sentence) {
        QTest::newRow(name) << file << QString::fromUtf8(sentence);
    };
    const Entry data { "m/data.pkl", fourTensors() }, zero { "m/data/0", floats(12) }, one { "m/data/1", {} };
    const char* script = "contains-program: m.bin: is a TorchScript file, which contains a program; save the model as "
                         "safetensors with transformers";
    const char* exported = "contains-program: m.bin: is an exported PyTorch program (.pt2); save the model as "
                           "safetensors with transformers";
    row("TorchScript", pickle::zip({ data, zero, one, { "m/code/x.py", "" } }), script);
    row("TorchScript by its constants", pickle::zip({ data, zero, one, { "m/constants.pkl", "" } }), script);
    row("exported program", pickle::zip({ { "m/archive_format", "pt2" }, { "m/data/x.so", "" } }), exported);
    row("older exported program", pickle::zip({ { "version", "" }, { "serialized_exported_program.json", "" } }),
        exported);
    const char* other = "malformed-file: m.bin: is a zip archive, but not of PyTorch (there is no data.pkl in it); "
                        "unpack it, or fetch the weights again";
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
        "malformed-file: m.bin: \"m/data.pkl\" is compressed, which PyTorch's files never are; fetch the original "
        "file");
    row("compressed storage", pickle::zip({ data, { "m/data/0", floats(12), 8 }, one }),
        "malformed-file: m.bin: has compressed entries, which PyTorch's files never have; fetch the original file");
    row("damaged pickle", pickle::zip({ { "m/data.pkl", fourTensors(), 0, true }, zero, one }),
        "malformed-file: m.bin: the bytes of \"m/data.pkl\" are damaged (their CRC-32 is not that of the archive); "
        "fetch the file again");
    row("damaged storage", pickle::zip({ data, { "m/data/0", floats(12), 0, true }, one }),
        "malformed-file: m.bin: the bytes of \"m/data/0\" are damaged (their CRC-32 is not that of the archive); fetch "
        "the file again");
    row("storage missing", pickle::zip({ data, zero }),
        "malformed-file: m.bin: lacks the bytes of storage \"1\"; fetch the file again");
    row("storage short", pickle::zip({ data, { "m/data/0", floats(11) }, one }),
        "malformed-file: m.bin: has 44 bytes for storage \"0\", its pickle says 48; fetch the file again");
    row("bytes after the pickle", pickle::zip({ { "m/data.pkl", fourTensors() + "N." }, zero, one }),
        "malformed-file: m.bin: has bytes after the end of its pickle (2); fetch the file again");
    row("item type that is not read",
        pickle::checkpoint(pickle::dict({ { "a",
                               pickle::global("torch._utils", "_rebuild_tensor_v3")
                                   + pickle::tuple({ pickle::tuple({ pickle::text("storage"),
                                                         pickle::global("torch.storage", "UntypedStorage"),
                                                         pickle::text("0"), pickle::text("cpu"), pickle::integer(2) })
                                           + 'Q',
                                       pickle::integer(0), pickle::integers({ 2 }), pickle::integers({ 1 }), "\x89",
                                       pickle::orderedDict(), pickle::global("torch", "float8_e5m2") })
                                   + 'R' } }),
            { "ab" }),
        "unsupported-dtype: m.bin: tensor \"a\" has the item type F8_E5M2, which is not read; convert it to F32 or "
        "F16");
    row("empty", "", "truncated-file: m.bin: not a safetensors file (0 bytes); fetch the file again");
    row("LFS pointer", "version https://git-lfs.github.com/spec/v1\n",
        "lfs-pointer: m.bin: is a Git LFS pointer, not the weights; run `git lfs pull` in the folder");
}

void TorchDamageTest::refusesArchives()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, sentence);
    const TemporaryFiles files;
    QCOMPARE(refusalOf([&] { readAll(*open(files, file)); }), sentence);
}

void TorchDamageTest::refusesLegacyFiles_data()
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
    row("id of today", legacyFile(fourTensors()),
        "its pickle names its bytes in an unknown way; fetch the file again, or get the weights as safetensors");
    row("no keys", legacyFile(tensors + "\x80\x02N."), "has no list of its storages; fetch the file again");
    row("unknown key", legacyFile(tensors + legacyKeys("8")),
        "lists a storage \"8\" that its tensors do not have; fetch the file again");
    row("key twice", legacyFile(tensors + "\x80\x02](" + pickle::text("7") + pickle::text("7") + "e." + items),
        "lists a storage \"7\" that its tensors do not have; fetch the file again");
    row("key missing", legacyFile(tensors + "\x80\x02]."), "lacks the bytes of storage \"7\"; fetch the file again");
    row("other count", legacyFile(tensors + keys + pickle::number(4, 8) + floats(4)),
        "has 4 items in storage \"7\", its pickle says 3; fetch the file again");
    row("bytes after the end", legacyFile(tensors + keys + items + "x"),
        "has 1 bytes after its last storage; fetch the file again");
    row("other protocol", legacyFile("").replace("M\xE9\x03.", "M\xE8\x03."),
        "does not begin as PyTorch's files do; fetch the file again");
}

void TorchDamageTest::refusesLegacyFiles()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, sentence);
    const TemporaryFiles files;
    QCOMPARE(refusalOf([&] { readAll(*open(files, file)); }), sentence);
}

void TorchDamageTest::tellsEveryCut_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("least"); // bytes by which the format can be told
    QTest::newRow("zip") << goodFile() << 4;
    QTest::newRow("legacy") << legacyFile(legacyTensors() + legacyKeys("7") + pickle::number(3, 8) + floats(3)) << 21;
}

void TorchDamageTest::tellsEveryCut()
{
    QFETCH(QByteArray, file);
    QFETCH(int, least);
    const TemporaryFiles files;
    for (int length = 0; length < file.size(); ++length) {
        const QString refusal = refusalOf([&] { open(files, file.left(length)); });
        QVERIFY2(length < least ? refusal != QLatin1String("nothing")
                                : refusal.startsWith(QStringLiteral("truncated-file: m.bin: ")),
            qPrintable(QString::number(length) + QStringLiteral(": ") + refusal));
    }
}

void TorchDamageTest::survivesEveryFlippedByte_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<qsizetype>("step");
    QTest::newRow("zip") << goodFile() << qsizetype(1);
    QTest::newRow("legacy") << legacyFile(legacyTensors() + legacyKeys("7") + pickle::number(3, 8) + floats(3))
                            << qsizetype(1);
    for (const char* name : { "bert-zh", "bert-legacy", "bert-oldpickle" }) {
        QFile file(QString::fromStdString(referenceModel(name)) + QStringLiteral("/pytorch_model.bin"));
        if (file.open(QIODevice::ReadOnly))
            QTest::newRow(name) << file.readAll() << qsizetype(29);
    }
}

// Bytes of the pickle, of the directory, and cuts at each kilobyte: a refusal or a reading that stays within its
// bounds.
void TorchDamageTest::survivesEveryFlippedByte()
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
    for (qsizetype at = 0; at < file.size();
        at = at + step < head || at >= tail ? at + step : std::max(tail, at + step)) {
        QByteArray damaged = file;
        damaged[at] = char(damaged[at] ^ 0x55);
        QVERIFY2(attempt(damaged), qPrintable(QString::number(at)));
    }
    for (qsizetype length = 0; length < file.size(); length += 1024)
        QVERIFY(attempt(file.left(length)));
    qInfo("%d of %d damaged files refused, the slowest answer took %lld ms", refusals, tries,
        static_cast<long long>(slowest));
    QVERIFY(refusals > tries / 3);
    QVERIFY(slowest < 2000);
}

QTEST_GUILESS_MAIN(TorchDamageTest)
#include "tst_torch_damage.moc"
