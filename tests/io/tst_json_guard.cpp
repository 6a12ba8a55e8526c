// SPDX-License-Identifier: GPL-3.0-or-later
// What the JSON guard lets pass and what it refuses, word by word.
#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "tests/io/refusal_of.h"
#include "tests/io/small_stack.h"
#include "tests/support/limits.h"

#include <QTest>

#include <clocale>

using namespace vitrine;

using ReadField = void (*)(const JsonField&);
Q_DECLARE_METATYPE(ReadField)

class JsonGuardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void keepsWhatIsRight();
    void skipsByteOrderMark();
    void survivesDeepNesting_data();
    void survivesDeepNesting();
    void countsValues();
    void boundsTheMemory_data();
    void boundsTheMemory();
    void namesTheField_data();
    void namesTheField();
    void readsUnderDecimalComma();
};

void JsonGuardTest::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char* name, const QByteArray& text, const char* refusal) {
        QTest::newRow(name) << text << QString::fromUtf8(refusal);
    };
    row("empty", "",
        "malformed-file: f: line 1, column 1: not valid JSON: unexpected end of input; expected '[', '{', or a "
        "literal");
    row("cut", "{\"a\":1",
        "malformed-file: f: line 1, column 6: not valid JSON: unexpected end of input; expected '}'");
    row("trailing comma", "[1,]",
        "malformed-file: f: line 1, column 4: not valid JSON: unexpected ']'; expected '[', '{', or a literal");
    row("after the end", "{} x",
        "malformed-file: f: line 1, column 4: not valid JSON: invalid literal; expected end of input");
    row("NUL ends nothing", QByteArray("{}\0", 3), "malformed-file: f: not valid JSON: a NUL byte at position 2");
    row("duplicate", "{\"a\":{\"b\":1,\n \"b\":2}}", "malformed-file: f: line 2, column 4: a.b occurs twice");
    row("duplicate in a list", "[0,{\"x\":1,\"x\":2}]", "malformed-file: f: line 1, column 13: [1].x occurs twice");
    row("2^64", "{\"n\":[18446744073709551616]}",
        "malformed-file: f: line 1, column 27: n[0] is too large for a whole number: 18446744073709551616");
    row("-2^63-1", "{\"n\":-9223372036854775809}",
        "malformed-file: f: line 1, column 26: n is too large for a whole number: -9223372036854775809");
    row("1e999", "{\"n\":1e999}", "malformed-file: f: line 1, column 11: n is too large for a number");
    row("not UTF-8", "{\"\xC3\xA9\":\n\"\xFF\"}", "bad-encoding: f: line 2, column 2: bytes that are not UTF-8");
    row("overlong", "\"\xC0\x80\"", "bad-encoding: f: line 1, column 2: bytes that are not UTF-8");
    row("lone surrogate", "\"\\ud800\"",
        "malformed-file: f: line 1, column 8: not valid JSON: invalid string: surrogate U+D800..U+DBFF must be "
        "followed by U+DC00..U+DFFF");
    row("65 deep", QByteArray(65, '['), "too-large: f: line 1, column 65: nested deeper than 64 levels");
    row("error text in the input", "{\"; expected \xA4",
        "bad-encoding: f: line 1, column 13: bytes that are not UTF-8");
    row("more of it", "[\"'; expected \\q",
        "malformed-file: f: line 1, column 16: not valid JSON: invalid string: forbidden character after backslash");
    row("NaN", "[NaN]", "malformed-file: f: line 1, column 2: not valid JSON: invalid literal");
    row("comment", "// x\n1", "malformed-file: f: line 1, column 1: not valid JSON: invalid literal");
}

void JsonGuardTest::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, refusal);
    QCOMPARE(
        refusalOf([&] { parseJson({ text.constData(), std::size_t(text.size()) }, "f"); }), refusal + jsonNextStep);
}

void JsonGuardTest::keepsWhatIsRight()
{
    const auto json
        = parseJson(R"({"u":18446744073709551615,"i":-9223372036854775808,"r":1e-5,"s":"\ud83d\ude00","n":null,"d":)"
                + std::string(63, '[') + std::string(63, ']') + "}",
            "f");
    QCOMPARE(json["u"].get<std::uint64_t>(), std::uint64_t(18446744073709551615u));
    QCOMPARE(json["i"].get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
    QCOMPARE(json["r"].get<double>(), 1e-5);
    QCOMPARE(json["s"].get<std::string>(), std::string("\xF0\x9F\x98\x80"));
}

void JsonGuardTest::skipsByteOrderMark()
{
    std::vector<std::string> warnings;
    QVERIFY(parseJson("\xEF\xBB\xBF[1]", "f", {}, &warnings) == nlohmann::json::array({ 1 }));
    QCOMPARE(warnings, std::vector<std::string> { "f: begins with a byte order mark, which was skipped." });
}

void JsonGuardTest::survivesDeepNesting_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("lists") << QByteArray(1'000'000, '[');
    QTest::newRow("objects") << QByteArray("{\"a\":").repeated(200'000);
    QTest::newRow("mixed") << QByteArray("[{\"a\":").repeated(200'000);
    QTest::newRow("closed") << QByteArray(1'000'000, '[') + QByteArray(1'000'000, ']');
}

void JsonGuardTest::survivesDeepNesting()
{
    QFETCH(QByteArray, text);
    QString refusal;
    QVERIFY(runOnSmallStack(
        [&] { refusal = refusalOf([&] { parseJson({ text.constData(), std::size_t(text.size()) }, "f"); }); }));
    QVERIFY2(refusal.endsWith(QStringLiteral("nested deeper than 64 levels; mend it or fetch the file again")),
        qPrintable(refusal));
}

void JsonGuardTest::countsValues()
{
    JsonLimits limits;
    limits.values = 4;
    QCOMPARE(parseJson("[1,2,3]", "f", limits).size(), std::size_t(3));
    QCOMPARE(refusalOf([&] { parseJson("[1,2,3,4]", "f", limits); }),
        QStringLiteral("too-large: f: line 1, column 9: more than 4 values; mend it or fetch the file again"));
    limits = {};
    limits.bytes = 3;
    QCOMPARE(refusalOf([&] { parseJson("1234", "f", limits); }),
        QStringLiteral("too-large: f: 4 bytes, at most 3 are read; mend it or fetch the file again"));
    limits = {};
    limits.stringBytes = 3;
    QCOMPARE(refusalOf([&] { parseJson("[\"abcd\"]", "f", limits); }),
        QStringLiteral("too-large: f: line 1, column 7: a string of 4 bytes; mend it or fetch the file again"));
    QCOMPARE(refusalOf([&] { parseJson("{\"abcd\":1}", "f", limits); }),
        QStringLiteral("too-large: f: line 1, column 7: a string of 4 bytes; mend it or fetch the file again"));
}

// Each of these took 1.3 to 1.6 GB.
void JsonGuardTest::boundsTheMemory_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("accepted");
    const auto list = [](int bytes, const QByteArray& item) {
        return '[' + (item + ',').repeated(bytes / (item.size() + 1)) + "0]";
    };
    constexpr int large = 24 << 20;
    QTest::newRow("lists") << list(large, "[]") << false;
    QTest::newRow("objects") << list(large, "{}") << false;
    QTest::newRow("lists in lists") << list(large, "[[[[]]]]") << false;
    QTest::newRow("members") << list(large, "{\"a\":[]}") << false;
    QTest::newRow("empty texts") << list(large, "\"\"") << false;
    QTest::newRow("digits") << list(12 << 20, "1") << false;
    QTest::newRow("numbers") << list(large, "0.1234567") << true;
    QTest::newRow("one text") << '"' + QByteArray(large, 'x') + '"' << true;
    QByteArray vocabulary("{\"model\":{\"vocab\":{");
    for (int i = 0; vocabulary.size() < large; ++i)
        vocabulary += (i > 0 ? ",\"tok" : "\"tok") + QByteArray::number(i) + "\":" + QByteArray::number(i);
    QTest::newRow("a vocabulary") << vocabulary + "}}}" << true;
}

void JsonGuardTest::boundsTheMemory()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);
    QString refusal;
    double time = 0;
    const auto grown = peakGrowth([&] {
        time = seconds(
            [&] { refusal = refusalOf([&] { parseJson({ text.constData(), std::size_t(text.size()) }, "f"); }); });
    });
    qInfo("%.1f times the text, %.2f s; %s", double(grown) / double(text.size()), time, qPrintable(refusal));
    QCOMPARE(refusal == QStringLiteral("nothing"), accepted);
    QVERIFY(refusal.size() < 200 && time < 30);
    QVERIFY2(grown < (96 << 20) + 10 * text.size(), qPrintable(QString::number(grown)));
}

void JsonGuardTest::namesTheField_data()
{
    QTest::addColumn<ReadField>("read");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char* name, ReadField read, const char* refusal) {
        QTest::newRow(name) << read << QString::fromUtf8(refusal);
    };
    row(
        "1.5", [](const JsonField& f) { f.at("real").integer(); },
        "malformed-file: c.json: real must be a whole number, is 1.5; mend it or fetch the file again");
    row(
        "1.0", [](const JsonField& f) { f.at("one").integer(); },
        "malformed-file: c.json: one must be a whole number, is 1.0; mend it or fetch the file again");
    row(
        "-1", [](const JsonField& f) { f.at("list").elements()[1].size(); },
        "malformed-file: c.json: list[1] must be a whole number that is not negative, is -1; mend it or fetch the file "
        "again");
    row(
        "range", [](const JsonField& f) { f.at("list").elements()[0].integer(2, 9); },
        "malformed-file: c.json: list[0] must be a whole number from 2 to 9, is 1; mend it or fetch the file again");
    row(
        "2^63", [](const JsonField& f) { f.at("big").integer(0); },
        "malformed-file: c.json: big must be a whole number from 0 to 9223372036854775807, is 9223372036854775808; "
        "mend it or fetch the file again");
    row(
        "missing", [](const JsonField& f) { f.at("object").at("x"); },
        "malformed-file: c.json: object.x is missing; mend it or fetch the file again");
    row(
        "null counts as missing", [](const JsonField& f) { f.at("null"); },
        "malformed-file: c.json: null is missing; mend it or fetch the file again");
    row(
        "object for string", [](const JsonField& f) { f.at("object").string(); },
        "malformed-file: c.json: object must be a string, is an object; mend it or fetch the file again");
    row(
        "list for number", [](const JsonField& f) { f.at("list").real(); },
        "malformed-file: c.json: list must be a number, is a list; mend it or fetch the file again");
    row(
        "number for flag", [](const JsonField& f) { f.at("one").boolean(); },
        "malformed-file: c.json: one must be true or false, is 1.0; mend it or fetch the file again");
    row(
        "root", [](const JsonField& f) { f.elements(); },
        "malformed-file: c.json: the document must be a list, is an object; mend it or fetch the file again");
}

void JsonGuardTest::namesTheField()
{
    QFETCH(ReadField, read);
    QFETCH(QString, refusal);
    const auto json = parseJson(
        R"({"real":1.5,"one":1.0,"list":[1,-1],"big":9223372036854775808,"object":{},"null":null})", "c.json");
    QCOMPARE(refusalOf([&] { read(JsonField(json, "c.json")); }), refusal);
}

void JsonGuardTest::readsUnderDecimalComma()
{
    if (!std::setlocale(LC_ALL, "de_DE.UTF-8"))
        QSKIP("the locale de_DE.UTF-8 is not installed");
    const auto json = parseJson("[1.5,18446744073709551616.0]", "f");
    const QString refusal = refusalOf([] { parseJson("[18446744073709551616]", "f"); });
    const std::string text = json.dump();
    std::setlocale(LC_ALL, "C");
    QCOMPARE(json[0].get<double>(), 1.5);
    QCOMPARE(text, std::string("[1.5,1.8446744073709552e+19]"));
    QVERIFY(refusal.startsWith(QStringLiteral("malformed-file")));
}

QTEST_GUILESS_MAIN(JsonGuardTest)
#include "tst_json_guard.moc"
