// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of the format one by one, and a good file damaged everywhere.
#include "core/io/json/json_guard.h"
#include "core/io/safetensors/safetensors.h"
#include "tests/io/refusal_of.h"
#include "tests/io/safetensors_builder.h"
#include "tests/io/small_stack.h"
#include "tests/io/temporary_files.h"
#include "tests/support/limits.h"

#include <QTest>

#include <array>

using namespace vitrine;

namespace {

SafetensorsHeader parse(const QByteArray& file)
{
    const std::string_view bytes(file.constData(), std::size_t(file.size()));
    const std::uint64_t length = safetensorsTableLength(bytes.substr(0, 9), bytes.size(), "m");
    return parseSafetensorsTable(bytes.substr(8, length), bytes.size(), "m");
}

QByteArray goodFile()
{
    return safetensorsFile("{\"__metadata__\":{\"format\":\"pt\"}," + tensorEntry("a", "U8", "[1]", 0, 1) + ','
            + tensorEntry("b", "F32", "[2,1]", 1, 9) + "}  ",
        QByteArray("\x07\0\0\x80\x3f\0\0\0\x40", 9));
}

} // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void readsUnalignedTensors();
    void refusesEveryCut();
    void survivesEveryBitFlip();
    void boundsTheTable();
    void readsTablesInLittleMemory_data();
    void readsTablesInLittleMemory();
    void hearsCancel();
    void unknownTypesAreRefusedWhenNeeded();
    void noticesChanges();
    void readsWhatItWrote();
};

void SafetensorsTest::refuses_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char* name, const QByteArray& file, const char* refusal) {
        QTest::newRow(name) << file << QString::fromUtf8(refusal);
    };
    const QByteArray u8 = tensorEntry("x", "U8", "[1]", 0, 1);
    const auto table = [](const QByteArray& entries) { return '{' + entries + '}'; };

    for (int size = 0; size < 8; ++size)
        QTest::addRow("%d bytes", size)
            << QByteArray(size, '\0')
            << QStringLiteral("truncated-file: m: not a safetensors file (%1 bytes); fetch the file again").arg(size);
    constexpr auto noLength = "malformed-file: m: not a safetensors file (its first bytes are no length of a table "
                              "that begins with \"{\"); fetch the file again";
    row("length 2^63", safetensorsFile("{}", {}, std::numeric_limits<qint64>::max()), noLength);
    row("length above 100 MB", safetensorsFile("{}", {}, 100'000'001), noLength);
    row("length above file", safetensorsFile("{}", {}, 3),
        "truncated-file: m: the file has 10 bytes, its table alone needs 11; the download stopped early, fetch the "
        "file again");
    row("only a length", safetensorsFile("", {}, 5),
        "truncated-file: m: the file has 8 bytes, its table alone needs 13; the download stopped early, fetch the file "
        "again");
    row("length 0", safetensorsFile("", {}),
        "malformed-file: m: not a safetensors file (its table is empty); fetch the file again");
    row("blank first", safetensorsFile(" {}"), noLength);
    row("not JSON", safetensorsFile("{x}"),
        "malformed-file: m: line 1, column 2: not valid JSON: invalid literal; expected string literal");
    row("not UTF-8", safetensorsFile("{\"\xFF\":1}"), "bad-encoding: m: line 1, column 3: bytes that are not UTF-8");
    row("text after the table", safetensorsFile("{}x"),
        "malformed-file: m: line 1, column 3: not valid JSON: invalid literal; expected end of input");
    row("NUL padding", safetensorsFile(QByteArray("{}\0", 3)),
        "malformed-file: m: not valid JSON: a NUL byte at position 2");
    row("nested", safetensorsFile("{\"x\":" + QByteArray(9, '[')),
        "too-large: m: line 1, column 13: nested deeper than 8 levels");
    row("entry no object", safetensorsFile("{\"x\":1}"),
        "malformed-file: m: x must be an object, is 1; mend it or fetch the file again");
    row("no dtype", safetensorsFile("{\"x\":{}}"),
        "malformed-file: m: x.dtype is missing; mend it or fetch the file again");
    row("no shape", safetensorsFile("{\"x\":{\"dtype\":\"U8\"}}"),
        "malformed-file: m: x.shape is missing; mend it or fetch the file again");
    row("dimension -1", safetensorsFile(table(tensorEntry("x", "U8", "[-1]", 0, 1)), "x"),
        "malformed-file: m: x.shape[0] must be a whole number that is not negative, is -1; mend it or fetch the file "
        "again");
    row("dimension 1.0", safetensorsFile(table(tensorEntry("x", "U8", "[1.0]", 0, 1)), "x"),
        "malformed-file: m: x.shape[0] must be a whole number that is not negative, is 1.0; mend it or fetch the file "
        "again");
    row("dimension \"3\"", safetensorsFile(table(tensorEntry("x", "U8", "[\"3\"]", 0, 1)), "x"),
        "malformed-file: m: x.shape[0] must be a whole number that is not negative, is \"3\"; mend it or fetch the "
        "file again");
    row("dimension 2^64", safetensorsFile(table(tensorEntry("x", "U8", "[18446744073709551616]", 0, 1)), "x"),
        "malformed-file: m: line 1, column 49: x.shape[0] is too large for a whole number: 18446744073709551616");
    row("shape overflow", safetensorsFile(table(tensorEntry("x", "U8", "[8589934592,8589934592]", 0, 0))),
        "malformed-file: m: tensor \"x\" has a shape whose size is beyond all numbers");
    row("bits overflow", safetensorsFile(table(tensorEntry("x", "F64", "[4611686018427387904]", 0, 0))),
        "malformed-file: m: tensor \"x\" has a shape whose size is beyond all numbers");
    row("three offsets", safetensorsFile("{\"x\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1,2]}}", "x"),
        "malformed-file: m: x.data_offsets must be a list of two numbers, is a list; mend it or fetch the file again");
    row("negative offset", safetensorsFile(table(tensorEntry("x", "U8", "[1]", -1, 0))),
        "malformed-file: m: x.data_offsets[0] must be a whole number that is not negative, is -1; mend it or fetch the "
        "file again");
    row("reversed", safetensorsFile(table(tensorEntry("x", "U8", "[1]", 1, 0)), "x"),
        "malformed-file: m: tensor \"x\" ends at byte 0 before it begins at byte 1");
    row("duplicate tensor", safetensorsFile(table(u8 + ',' + u8), "x"),
        "malformed-file: m: tensor \"x\" occurs twice; fetch the file again");
    row("duplicate field", safetensorsFile("{\"x\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}"),
        "malformed-file: m: line 1, column 26: x.dtype occurs twice");
    row("metadata a number", safetensorsFile("{\"__metadata__\":{\"n\":1}}"),
        "malformed-file: m: __metadata__.n must be a string, is 1; mend it or fetch the file again");
    row("metadata a list", safetensorsFile("{\"__metadata__\":[]}"),
        "malformed-file: m: __metadata__ must be an object, is a list; mend it or fetch the file again");
    row("metadata twice", safetensorsFile("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}"),
        "malformed-file: m: line 1, column 27: __metadata__.a occurs twice");
    row("too few bytes", safetensorsFile(table(tensorEntry("x", "F32", "[2]", 0, 7)), QByteArray(7, 'x')),
        "malformed-file: m: tensor \"x\" needs 8 bytes by its shape and type, but has 7 in the file");
    row("half a byte", safetensorsFile(table(tensorEntry("x", "F4", "[3]", 0, 2)), "xx"),
        "malformed-file: m: tensor \"x\" has 3 items of type F4, which fill no whole number of bytes");
    row("overlap",
        safetensorsFile(table(tensorEntry("x", "U8", "[2]", 0, 2) + ',' + tensorEntry("y", "U8", "[2]", 1, 3)), "xyz"),
        "malformed-file: m: tensor \"y\" begins at byte 1, but the tensor before it ends at byte 2");
    row("hole", safetensorsFile(table(u8 + ',' + tensorEntry("y", "U8", "[1]", 2, 3)), "xyz"),
        "malformed-file: m: tensor \"y\" begins at byte 2, but the tensor before it ends at byte 1");
    row("hole first", safetensorsFile(table(tensorEntry("y", "U8", "[1]", 1, 2)), "xy"),
        "malformed-file: m: tensor \"y\" begins at byte 1, but the tensor before it ends at byte 0");
    row("one byte short", safetensorsFile(table(tensorEntry("x", "U8", "[3]", 0, 3)), "xy"),
        "truncated-file: m: the file has 63 bytes, its table needs 64; the download stopped early, fetch the file "
        "again");
    for (const int extra : { 1, 8, 1 << 20 }) {
        const QByteArray file = safetensorsFile(table(u8), QByteArray(1 + extra, 'x'));
        QTest::addRow("%d bytes too many", extra)
            << file
            << QStringLiteral(
                   "malformed-file: m: the file has %1 bytes, its table accounts for %2; the %3 bytes after the "
                   "last tensor do not belong there")
                   .arg(file.size())
                   .arg(file.size() - extra)
                   .arg(extra);
    }
}

void SafetensorsTest::refuses()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, refusal);
    const bool aboutJson = refusal.contains(": line ") || refusal.contains("NUL"); // they say the same to do
    QCOMPARE(refusalOf([&] { parse(file); }), aboutJson ? refusal + jsonNextStep : refusal);
}

void SafetensorsTest::accepts_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("tensors");
    QTest::addColumn<int>("warnings");
    QTest::newRow("no tensors") << safetensorsFile("{}") << 0 << 0;
    QTest::newRow("only metadata") << safetensorsFile("{\"__metadata__\":{\"a\":\"b\"}}") << 0 << 0;
    QTest::newRow("metadata null") << safetensorsFile("{\"__metadata__\":null}") << 0 << 0;
    QTest::newRow("padding") << safetensorsFile("{} \t\n\r ") << 0 << 0;
    QTest::newRow("scalar and empty") << safetensorsFile(
        '{' + tensorEntry("s", "U8", "[]", 0, 1) + ',' + tensorEntry("e", "F32", "[3,0]", 0, 0) + '}', "x")
                                      << 2 << 0;
    QTest::newRow("unaligned") << goodFile() << 2 << 0;
    QTest::newRow("extra field") << safetensorsFile(
        "{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"crc\":7}}", "x")
                                 << 1 << 1;
    QTest::newRow("F8 and F4") << safetensorsFile(
        '{' + tensorEntry("x", "F8_E4M3", "[2]", 0, 2) + ',' + tensorEntry("y", "F4", "[4]", 2, 4) + '}', "abcd")
                               << 2 << 0;
    QTest::newRow("unknown type") << safetensorsFile('{' + tensorEntry("x", "F8_E9M9", "[2]", 0, 5) + '}', "abcde") << 1
                                  << 1;
}

void SafetensorsTest::accepts()
{
    QFETCH(QByteArray, file);
    QFETCH(int, tensors);
    QFETCH(int, warnings);
    const SafetensorsHeader header = parse(file);
    QCOMPARE(int(header.entries.size()), tensors);
    QCOMPARE(int(header.warnings.size()), warnings);
}

void SafetensorsTest::readsUnalignedTensors()
{
    const TemporaryFiles files;
    const SafetensorsFile file { InputFile(files.write("model.safetensors", goodFile())) };
    QCOMPARE(file.entries().size(), std::size_t(2));
    const TensorEntry* b = file.find("b");
    QVERIFY(b);
    QCOMPARE(b->shape, (std::vector<std::int64_t> { 2, 1 }));
    QCOMPARE(b->count(), std::int64_t(2));
    std::vector<std::byte> bytes(b->bytes);
    file.read(*b, bytes);
    std::array<float, 2> values {};
    convertItems(b->dtype, bytes.data(), 2, values.data());
    QCOMPARE(values, (std::array<float, 2> { 1.0f, 2.0f }));
    QCOMPARE(file.metadata().at("format"), std::string("pt"));
    QVERIFY(!file.find("c"));
}

void SafetensorsTest::refusesEveryCut()
{
    const QByteArray whole = goodFile();
    for (int size = 0; size < whole.size(); ++size) {
        const QString refusal = refusalOf([&] { parse(whole.left(size)); });
        QVERIFY2(refusal.startsWith(QStringLiteral("truncated-file: ")),
            qPrintable(QStringLiteral("%1 bytes: %2").arg(size).arg(refusal)));
    }
    parse(whole);
}

// A flipped bit may be harmless (a letter of a name); what is accepted must then cover the file.
void SafetensorsTest::survivesEveryBitFlip()
{
    const QByteArray whole = goodFile();
    int accepted = 0;
    for (int bit = 0; bit < 8 * (whole.size() - 9); ++bit) {
        QByteArray file = whole;
        file[bit / 8] = char(file[bit / 8] ^ (1 << bit % 8));
        try {
            const SafetensorsHeader header = parse(file);
            std::uint64_t bytes = 0;
            for (const TensorEntry& entry : header.entries)
                bytes += entry.bytes;
            QCOMPARE(bytes, std::uint64_t(9));
            ++accepted;
        } catch (const Refusal& refusal) {
            QVERIFY(!refusal.error().message.empty());
        }
    }
    qInfo("%d of %d flips are harmless", accepted, int(8 * (whole.size() - 9)));
    QVERIFY(accepted > 0);
}

void SafetensorsTest::boundsTheTable()
{
    QByteArray table = "{\"__metadata__\":null";
    for (int i = 0; i < 100'001; ++i)
        table += ',' + tensorEntry(QByteArray::number(i).constData(), "U8", "[0]", 0, 0);
    QCOMPARE(refusalOf([&] { parse(safetensorsFile(table + '}')); }),
        QStringLiteral("too-large: m: lists more than 100000 tensors, which are not read"));
    QString refusal;
    const QByteArray deep = safetensorsFile("{\"x\":" + QByteArray(1'000'000, '['));
    QVERIFY(runOnSmallStack([&] { refusal = refusalOf([&] { parse(deep); }); }));
    QCOMPARE(refusal,
        QStringLiteral(
            "too-large: m: line 1, column 13: nested deeper than 8 levels; mend it or fetch the file again"));
}

// A table as a document would take eighty times its length.
void SafetensorsTest::readsTablesInLittleMemory_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<bool>("accepted");
    const auto repeated = [](int count, auto&& part) {
        QByteArray text = "{";
        for (int i = 0; i < count; ++i)
            text += (i > 0 ? "," : "") + part(QByteArray::number(i));
        return text + '}';
    };
    QTest::newRow("tensors") << repeated(80'000, [](const QByteArray& i) {
        return tensorEntry(("bert.encoder." + i).constData(), "U8", "[0]", 0, 0);
    }) << true;
    QTest::newRow("types of no format") << repeated(80'000, [](const QByteArray& i) {
        return tensorEntry(i.constData(), "Q", "[0]", 0, 0);
    }) << true;
    QTest::newRow("a shape of a million numbers")
        << "{\"x\":{\"shape\":[" + QByteArray("0,").repeated(1'900'000) + "0]}}" << false;
    QTest::newRow("metadata of a million names")
        << "{\"__metadata__\":" + repeated(600'000, [](const QByteArray& i) { return '"' + i + "\":\"\""; }) + '}'
        << false;
    QTest::newRow("lists in lists") << "{\"x\":[" + QByteArray("[[]],").repeated(900'000) + "0]}" << false;
}

void SafetensorsTest::readsTablesInLittleMemory()
{
    QFETCH(QByteArray, table);
    QFETCH(bool, accepted);
    const QByteArray file = safetensorsFile(table);
    const std::string_view bytes(file.constData() + 8, std::size_t(table.size()));
    QString refusal;
    double time = 0;
    const auto grown = peakGrowth([&] {
        time = seconds(
            [&] { refusal = refusalOf([&] { parseSafetensorsTable(bytes, std::uint64_t(file.size()), "m"); }); });
    });
    qInfo("%.1f times the table, %.2f s", double(grown) / double(table.size()), time);
    QVERIFY2((refusal == QStringLiteral("nothing")) == accepted, qPrintable(refusal));
    QVERIFY2(grown < 4 * table.size(), qPrintable(QString::number(grown)));
    QVERIFY(time < 10 && refusal.size() < 500);
}

void SafetensorsTest::hearsCancel()
{
    QByteArray table = "{\"a\":" + QByteArray("[").repeated(1) + QByteArray("0,").repeated(9'000) + "0]";
    CancelToken token;
    token.cancel();
    QVERIFY_EXCEPTION_THROWN(
        parseSafetensorsTable({ table.constData(), std::size_t(table.size()) }, 1 << 20, "m", Progress(token, {})),
        Cancelled);
}

void SafetensorsTest::unknownTypesAreRefusedWhenNeeded()
{
    const TemporaryFiles files;
    const SafetensorsFile file { InputFile(files.write(
        "model.safetensors", safetensorsFile('{' + tensorEntry("x", "F8_E4M3", "[2]", 0, 2) + '}', "ab"))) };
    std::vector<std::byte> bytes(2);
    QCOMPARE(refusalOf([&] { file.read(file.entries()[0], bytes); }),
        QStringLiteral("unsupported-dtype: model.safetensors: tensor \"x\" has the item type F8_E4M3, which is not "
                       "read; convert it to F32 or F16"));
}

void SafetensorsTest::noticesChanges()
{
    const TemporaryFiles files;
    const auto path = files.write("model.safetensors", goodFile());
    const SafetensorsFile file { InputFile(path) };
    std::vector<std::byte> bytes(8);
    file.read(*file.find("b"), bytes);
    std::filesystem::resize_file(path, 60);
    QVERIFY(refusalOf([&] {
        file.read(*file.find("b"), bytes);
    }).startsWith(QStringLiteral("unreadable: model.safetensors: changed while it was read")));
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
    std::filesystem::resize_file(path, std::uintmax_t(goodFile().size()));
    QVERIFY(refusalOf([&] {
        file.read(*file.find("b"), bytes);
    }).startsWith(QStringLiteral("unreadable: model.safetensors: changed while it was read")));
}

void SafetensorsTest::readsWhatItWrote()
{
    const TemporaryFiles files;
    const QByteArray table = '{' + tensorEntry("u", "U8", "[3]", 0, 3) + ',' + tensorEntry("h", "F16", "[2]", 3, 7)
        + ',' + tensorEntry("i", "I64", "[]", 7, 15) + ',' + tensorEntry("f", "F32", "[1,1]", 15, 19) + '}';
    const SafetensorsFile source { InputFile(
        files.write("other.safetensors", safetensorsFile(table, "abc012301234567xyzw"))) };
    convertToSafetensors(source, files.path("model.safetensors"), {});
    const std::string bytes = files.read("model.safetensors");
    QCOMPARE((8 + safetensorsTableLength(bytes.substr(0, 9), bytes.size(), "m")) % 8, std::uint64_t(0));
    const SafetensorsFile file { InputFile(files.path("model.safetensors")) };
    QCOMPARE(file.metadata().at("format"), std::string("pt"));
    std::string inOrder;
    for (const char* name : { "i", "f", "h", "u" }) { // larger items first
        std::string part(file.find(name)->bytes, '\0');
        file.read(*file.find(name), std::as_writable_bytes(std::span(part)));
        inOrder += part;
    }
    QCOMPARE(inOrder, std::string("01234567xyzw0123abc"));
    QVERIFY(bytes.ends_with(inOrder));
}

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "tst_safetensors.moc"
