// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of contents that lie, and sums.
#include "core/io/checkpoint/sharded_weights.h"
#include "core/io/pickle/zip_directory.h"
#include "tests/io/pickle_builder.h"
#include "tests/io/refusal_of.h"
#include "tests/io/temporary_files.h"
#include "tests/support/colliding_words.h"
#include "tests/support/limits.h"

#include <QTest>

#include <sys/resource.h>

using namespace vitrine;

namespace {

const std::vector<pickle::Entry> twoEntries { { "a", "first" }, { "b", "second" } };

// `file` with `bytes` at `offset` from the `which`-th record that begins with `signature`.
QByteArray patched(QByteArray file, const char* signature, int which, int offset, const QByteArray& bytes)
{
    qsizetype at = file.indexOf(signature);
    for (; which > 0; --which)
        at = file.indexOf(signature, at + 4);
    return file.replace(at + offset, bytes.size(), bytes);
}

constexpr auto local = "PK\x03\x04";
constexpr auto central = "PK\x01\x02";
constexpr auto endOfAll = "PK\x05\x06";
constexpr auto end64 = "PK\x06\x06";
constexpr auto locator = "PK\x06\x07";

} // namespace

class ZipDirectoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sums_data();
    void sums();
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void namesChosenToCollide();
    void believesNoCountBeforeItsBytes();
};

void ZipDirectoryTest::sums_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<quint32>("sum");
    QTest::newRow("nothing") << QByteArray() << 0u;
    QTest::newRow("check value") << QByteArray("123456789") << 0xCBF43926u; // of the catalogue of CRC algorithms
    QTest::newRow("one letter") << QByteArray("a") << 0xE8B7BE43u;
    QTest::newRow("32 zeros") << QByteArray(32, '\0') << 0x190A55ADu;
}

void ZipDirectoryTest::sums()
{
    QFETCH(QByteArray, bytes);
    QFETCH(quint32, sum);
    const auto all = std::as_bytes(std::span(bytes.constData(), std::size_t(bytes.size())));
    for (std::size_t cut = 0; cut <= all.size(); ++cut)
        QCOMPARE(crc32(all.subspan(cut), crc32(all.first(cut))), sum);
}

void ZipDirectoryTest::reads_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("plain") << pickle::zip(twoEntries);
    QTest::newRow("zip64") << pickle::zip(twoEntries, pickle::Numbers::Zip64);
    QByteArray commented = pickle::zip(twoEntries);
    commented.replace(commented.size() - 2, 2, QByteArray("\x1A\0", 2));
    QTest::newRow("comment with an end in it") << commented + "PK\x05\x06" + QByteArray(22, 'x');
}

void ZipDirectoryTest::reads()
{
    QFETCH(QByteArray, file);
    const TemporaryFiles files;
    const InputFile input(files.write("z", file));
    const auto entries = readZipDirectory(input);
    QCOMPARE(entries.size(), std::size_t(2));
    QCOMPARE(entries[1].name, std::string("b"));
    QCOMPARE(readZipEntry(input, entries[1], 6), std::string("second"));
    checkZipEntry(input, entries[1]);
    QCOMPARE(refusalOf([&] { readZipEntry(input, entries[1], 5); }),
        QStringLiteral("too-large: z: \"b\" has 6 bytes, at most 5 are read"));
}

void ZipDirectoryTest::refuses_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QByteArray& file, const char* what) {
        QTest::newRow(name) << file
                            << QStringLiteral("malformed-file: z: is a zip archive that %1; fetch the file again")
                                   .arg(QString::fromUtf8(what));
    };
    const QByteArray good = pickle::zip(twoEntries), large = pickle::zip(twoEntries, pickle::Numbers::Zip64);
    const auto number = pickle::number;
    row("encrypted", patched(good, central, 1, 8, number(1, 2)), "has an entry \"b\" that is encrypted");
    row("encrypted in its own header only", patched(good, local, 1, 6, number(1, 2)),
        "has an entry \"b\" that is described in two different ways");
    row("two methods", patched(good, local, 1, 8, number(8, 2)),
        "has an entry \"b\" that is described in two different ways");
    row("two names", patched(good, local, 1, 30, "c"), "has an entry \"b\" that is described in two different ways");
    row("two sizes", patched(good, central, 0, 24, number(6, 4)), "has an entry \"a\" that has two different sizes");
    row("other disk", patched(good, central, 0, 34, number(1, 2)),
        "has an entry \"a\" that lies in another part of the archive");
    row("several disks", patched(good, endOfAll, 0, 4, number(1, 2)),
        "is one part of several; put the parts together first");
    row("several disks, zip64", patched(large, end64, 0, 16, number(1, 4)),
        "is one part of several; put the parts together first");
    row("header at the wrong place", patched(good, central, 1, 42, number(1, 4)),
        "has an entry \"b\" that does not begin where the central directory says");
    row("header beyond", patched(good, central, 1, 42, number(0x7FFFFFFF, 4)),
        "has an entry \"b\" that begins after the end of the file");
    row("bytes beyond", patched(good, central, 1, 20, number(0x7FFFFFFF, 4) + number(0x7FFFFFFF, 4)),
        "has an entry \"b\" that ends after the end of the file");
    row("bytes beyond, zip64", patched(large, central, 1, 46 + 1 + 4, QByteArray(16, '\xF0')),
        "has an entry \"b\" that ends after the end of the file");
    row("same bytes twice", patched(patched(good, central, 1, 46, "a"), central, 1, 42, number(0, 4)),
        "has an entry \"a\" that overlaps another entry");
    row("over the next", patched(good, central, 0, 20, number(6, 4) + number(6, 4)),
        "has an entry \"b\" that overlaps another entry");
    row("over the directory", patched(good, central, 1, 20, number(7, 4) + number(7, 4)),
        "has entries that overlap its central directory");
    row("no name", patched(good, central, 0, 28, number(0, 2)), "has an entry whose name has 0 bytes");
    row("directory beyond", patched(good, endOfAll, 0, 16, number(0x7FFFFFFF, 4)),
        "has its central directory outside the file");
    row("directory too long", patched(good, endOfAll, 0, 12, number(95, 4)),
        "has its central directory outside the file");
    row("directory not used up", patched(good, endOfAll, 0, 8, number(1, 2) + number(1, 2)),
        "has 47 bytes too many in its central directory");
    row("no record", patched(good, central, 1, 0, "PK\x07\x07"), "has something else in its central directory");
    row("no zip64 record", patched(large, end64, 0, 0, "PK\x07\x07"), "has no zip64 record where its end says it is");
    row("zip64 record beyond", patched(large, locator, 0, 8, QByteArray(8, '\xFF')),
        "has its zip64 record outside the file");
    const auto cut
        = QStringLiteral("malformed-file: z: is a damaged zip archive (a record is cut short); fetch the file again");
    QTest::newRow("more entries than records") << patched(good, endOfAll, 0, 8, number(3, 2) + number(3, 2)) << cut;
    QTest::newRow("zip64 field without numbers") << patched(large, central, 0, 46 + 1 + 2, number(8, 2)) << cut;
    QTest::newRow("no end")
        << good.chopped(1)
        << QStringLiteral(
               "truncated-file: z: is a zip archive without its end; the download stopped early, fetch the file again");
    QTest::newRow("too many") << patched(large, end64, 0, 24, number(100'001, 8) + number(100'001, 8))
                              << QStringLiteral("too-large: z: is a zip archive that lists 100001 entries, at most "
                                                "100000 are read; fetch the file again");
}

void ZipDirectoryTest::refuses()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, sentence);
    const TemporaryFiles files;
    const InputFile input(files.write("z", file));
    QCOMPARE(refusalOf([&] { readZipDirectory(input); }), sentence);
}

// 100,000 names with one hash: minutes in a table with a fixed seed.
void ZipDirectoryTest::namesChosenToCollide()
{
    const TemporaryFiles files;
    const QByteArray bytes(12 * 4, '\0');
    std::vector<pickle::Entry> entries {
        { "m/data.pkl", pickle::dict({ { "w", pickle::tensor(pickle::storage("0", 12), 0, { 12 }, { 1 }) } }) },
        { "m/data/0", bytes }
    };
    for (const std::string& name : collidingWords(90'000))
        entries.push_back({ "m/" + QByteArray::fromStdString(name), {} });
    const auto path = files.write("z", pickle::zip(entries, pickle::Numbers::Zip64));
    std::size_t tensors = 0;
    const double time = seconds([&] { tensors = openWeightsFile(InputFile(path))->entries().size(); });
    QCOMPARE(tensors, std::size_t(1));
    QVERIFY2(time < 10, qPrintable(QString::number(time)));
    CancelToken token;
    token.cancel();
    QVERIFY_EXCEPTION_THROWN(openWeightsFile(InputFile(path), Progress(token, {})), Cancelled);
}

void ZipDirectoryTest::believesNoCountBeforeItsBytes()
{
    const TemporaryFiles files;
    rlimit old {};
    QCOMPARE(getrlimit(RLIMIT_AS, &old), 0);
    const rlimit small { rlim_t(400) << 20, old.rlim_max };
    const QByteArray large = pickle::zip(twoEntries, pickle::Numbers::Zip64);
    const InputFile input(files.write("z", patched(large, end64, 0, 40, pickle::number(quint64(1) << 40, 8))));
    QCOMPARE(setrlimit(RLIMIT_AS, &small), 0);
    const QString refusal = refusalOf([&] { readZipDirectory(input); });
    setrlimit(RLIMIT_AS, &old);
    QVERIFY2(refusal.startsWith(
                 QStringLiteral("malformed-file: z: is a zip archive that has its central directory outside the file")),
        qPrintable(refusal));
}

QTEST_GUILESS_MAIN(ZipDirectoryTest)
#include "tst_zip_directory.moc"
