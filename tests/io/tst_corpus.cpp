// SPDX-License-Identifier: GPL-3.0-or-later
// Every layout of texts, every fault in one, and the reference files that are broken on purpose.
#include "core/io/corpus/corpus.h"
#include "core/io/corpus/csv_record.h"
#include "tests/io/refusal_of.h"
#include "tests/io/temporary_files.h"
#include "tests/support/reference_folder.h"

#include <QTest>

using namespace vitrine;

namespace {

QString shown(const std::optional<std::string>& text)
{
    return text ? QString::fromStdString(*text) : QStringLiteral("-");
}

// "row id label text pair" of every row, then "! row line reason" of every bad one.
QStringList listed(const Corpus& corpus)
{
    QStringList list;
    for (const CorpusRow& row : corpus.rows)
        list << QStringLiteral("%1 %2 %3 %4 %5")
                    .arg(row.row)
                    .arg(shown(row.id), shown(row.label), shown(row.text), shown(row.pair));
    for (const BadRow& bad : corpus.badRows)
        list << QStringLiteral("! %1 %2 %3").arg(bad.row).arg(bad.line).arg(QString::fromStdString(bad.reason));
    return list;
}

} // namespace

class CorpusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsLayouts_data();
    void readsLayouts();
    void detectsFormats_data();
    void detectsFormats();
    void namesFormatsBothWays();
    void boundsFieldsAndColumns();
    void listsTheFirstHundred();
    void refuses_data();
    void refuses();
    void countsBadBytes();
    void referenceTexts_data();
    void referenceTexts();
    void readsRealData_data();
    void readsRealData();
};

void CorpusTest::readsLayouts_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("plain, mixed ends, blank lines") << "x.txt" << QByteArray("one\r\n\n \t\ntwo\tx\nthree")
                                                    << QStringList { "1 1 - one -", "2 2 - two\tx -", "3 3 - three -" };
    QTest::newRow("NEL ends no line") << "x.txt" << QByteArray("a\xC2\x85z\n")
                                      << QStringList { QString::fromUtf8("1 1 - a\u0085z -") };
    QTest::newRow("label first") << "x.train" << QByteArray("1 good\n0 bad one\n")
                                 << QStringList { "1 1 1 good -", "2 2 0 bad one -" };
    QTest::newRow("tsv without header") << "x.tsv" << QByteArray("good\t1\n\"bad\t0\nx\n")
                                        << QStringList { "1 1 1 good -", "2 2 0 \"bad -",
                                               "! 3 3 it has 1 columns, the first row has 2" };
    QTest::newRow("tsv with header") << "x.tsv"
                                     << QByteArray("idx\tLabel\tsentence1\tsentence2\n7\tyes\ta\tb\n8\t\tc\td\n")
                                     << QStringList { "1 7 yes a b", "2 8 - c d" };
    QTest::newRow("csv quotes")
        << "x.csv"
        << QByteArray("\xEF\xBB\xBFlabel,review\r\n1,\"a, \"\"b\"\"\"\r\n0,\"two\r\nlines\"\r\n2,say \"x\"\r\n")
        << QStringList { "1 1 1 a, \"b\" -", "2 2 0 two\nlines -", "3 3 2 say \"x\" -" };
    QTest::newRow("csv unclosed") << "x.csv" << QByteArray("text,label\na,1\n\"b,2\nc,3\n")
                                  << QStringList { "1 1 1 a -", "! 2 3 a quote that begins in it is never closed" };
    QTest::newRow("csv after quote") << "x.csv" << QByteArray("text,label\n\"a\"b,1\nc,2\n")
                                     << QStringList { "2 2 2 c -", "! 1 2 column 1 goes on after its closing quote" };
    QTest::newRow("csv empty text") << "x.csv" << QByteArray("text,label\n,1\nc,2\n")
                                    << QStringList { "2 2 2 c -", "! 1 2 its text is empty" };
    QTest::newRow("csv one column named text") << "x.csv" << QByteArray("text\na\n") << QStringList { "1 1 - a -" };
    QTest::newRow("a text that is \"review\"")
        << "x.tsv" << QByteArray("review\tfilm\nb\tc\n") << QStringList { "1 1 film review -", "2 2 c b -" };
    QTest::newRow("jsonl") << "x.jsonl"
                           << QByteArray("{\"text\":\"a\",\"label\":1,\"id\":\"q\"}\n{\"text\":\"b\",\"text_pair\":"
                                         "\"c\",\"label\":true}\n{\"text\":\"d\",\"label\":null}\n")
                           << QStringList { "1 q 1 a -", "2 2 true b c", "3 3 - d -" };
    QTest::newRow("jsonl faults")
        << "x.jsonl"
        << QByteArray("{\"text\":1}\n{\"label\":1}\n{\"text\":\"a\",\"text\":\"b\"}\n{\"text\":\"a\"\n{\"text\":\"a\","
                      "\"label\":[]}\n{\"text\":\"ok\"}\n")
        << QStringList { "6 6 - ok -", "! 1 1 record: text must be a string, is 1; mend it or fetch the file again",
               "! 2 2 record: text is missing; mend it or fetch the file again",
               "! 3 3 record: line 1, column 18: text occurs twice; mend it or fetch the file again",
               "! 4 4 record: line 1, column 11: not valid JSON: unexpected end of input; expected '}'; mend it or "
               "fetch the file again",
               "! 5 5 record: label must be a string or a number, is a list; mend it or fetch the file again" };
}

void CorpusTest::readsLayouts()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QStringList, expected);
    const TemporaryFiles files;
    QCOMPARE(listed(readCorpus(files.write(name.toStdString(), bytes))), expected);
}

void CorpusTest::detectsFormats_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("format");
    QTest::newRow("by end") << "a.TSV" << "1 x" << "tsv";
    QTest::newRow("ndjson") << "a.ndjson" << "x" << "jsonl";
    QTest::newRow("label first") << "a.dev" << "1 x\n0 y\n" << "label-first";
    QTest::newRow("one line without") << "a.dev" << "1 x\ny\n" << "text";
    QTest::newRow("tabs") << "a" << "x\t1\ny\t0" << "tsv";
    QTest::newRow("objects") << "-" << "{\"text\":\"x\"}\n" << "jsonl";
    QTest::newRow("texts") << "-" << "hello" << "text";
    QTest::newRow("nothing") << "-" << "" << "text";
}

void CorpusTest::detectsFormats()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    QFETCH(QString, format);
    const auto detected = corpusFormatName(detectCorpusFormat(name.toStdString(), text.toStdString()));
    QCOMPARE(QString::fromUtf8(detected.data(), qsizetype(detected.size())), format);
}

void CorpusTest::namesFormatsBothWays()
{
    for (const auto format : { CorpusFormat::PlainText, CorpusFormat::LabelFirst, CorpusFormat::Tsv, CorpusFormat::Csv,
             CorpusFormat::JsonLines })
        QVERIFY(corpusFormatFromName(corpusFormatName(format)) == format);
    QVERIFY(!corpusFormatFromName("parquet"));
}

void CorpusTest::boundsFieldsAndColumns()
{
    const TemporaryFiles files;
    const QByteArray wide = QByteArray("x,").repeated(1'000'000);
    const QByteArray longField(int(maxFieldBytes) + 1, 'y');
    const QByteArray longLine(int(maxRecordBytes) + 5, 'z');
    const Corpus corpus = readCorpus(
        files.write("x.csv", "text,label\na,1\n" + wide + '\n' + longField + ",1\n" + longLine + ",1\nb,0\n"));
    QCOMPARE(listed(corpus),
        (QStringList { "1 1 1 a -", "5 5 0 b -", "! 2 3 it has more than 1000 columns",
            "! 3 4 column 1 is longer than 1048576 bytes", "! 4 5 it is longer than 16777216 bytes" }));
    const Corpus table = readCorpus(files.write("x.tsv", "a\t1\n" + QByteArray("x\t").repeated(1'000'000) + "\n"));
    QCOMPARE(listed(table), (QStringList { "1 1 1 a -", "! 2 2 it has more than 1000 columns" }));
}

void CorpusTest::listsTheFirstHundred()
{
    const TemporaryFiles files;
    const Corpus corpus = readCorpus(files.write("x.tsv", "a\t1\n" + QByteArray("x\n").repeated(250)));
    QCOMPARE(corpus.badCount, 250L);
    QCOMPARE(corpus.badRows.size(), std::size_t(100));
    QCOMPARE(QString::fromStdString(corpus.warnings.at(0)),
        QStringLiteral("%1: skipped 250 rows; the first is row 2, line 2: it has 1 columns, the first row has 2.")
            .arg(QString::fromStdString(files.path("x.tsv").string())));
}

void CorpusTest::refuses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("refusal");
    QTest::newRow("empty") << "x.csv" << QByteArray()
                           << "malformed-file: %1: there are no texts in it; give a file with one text a line";
    QTest::newRow("only a header") << "x.csv" << QByteArray("text,label\n")
                                   << "malformed-file: %1: there are no texts in it; give a file with one text a line";
    QTest::newRow("only blanks") << "x.txt" << QByteArray(" \n\r\n")
                                 << "malformed-file: %1: there are no texts in it; give a file with one text a line";
    QTest::newRow("no usable row") << "x.jsonl" << QByteArray("1\n[]\n")
                                   << "malformed-file: %1: none of its 2 rows can be used, line 1: record: the "
                                      "document must be an object, is 1; mend it or fetch the file again";
    QTest::newRow("UTF-16") << "x.txt"
                            << QByteArray("\xFF\xFE"
                                          "a\0",
                                   4)
                            << "bad-encoding: %1: is UTF-16; convert it to UTF-8";
    QTest::newRow("gzip") << "x.csv" << QByteArray("\x1F\x8B\x08")
                          << "malformed-file: %1: is compressed; unpack it first";
    QTest::newRow("missing") << "" << QByteArray() << "not-found: %1: there is no such file; check the name";
}

void CorpusTest::refuses()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, refusal);
    const TemporaryFiles files;
    const auto path = name.isEmpty() ? files.path("gone") : files.write(name.toStdString(), bytes);
    QCOMPARE(refusalOf([&] { readCorpus(path); }), refusal.arg(QString::fromStdString(path.string())));
}

void CorpusTest::countsBadBytes()
{
    const TemporaryFiles files;
    const auto path = files.write("x.txt", "a\n\xFF\xFE\nb\xC3\n");
    const Corpus corpus = readCorpus(path);
    QCOMPARE(listed(corpus),
        (QStringList { "1 1 - a -", QString::fromUtf8("2 2 - \uFFFD\uFFFD -"), QString::fromUtf8("3 3 - b\uFFFD -") }));
    QCOMPARE(QString::fromStdString(corpus.warnings.at(0)),
        QStringLiteral("%1: replaced 3 bytes that are not UTF-8 by U+FFFD, in lines 2, 3; if the file is in another "
                       "encoding (GB18030, UTF-16), convert it to UTF-8.")
            .arg(QString::fromStdString(path.string())));
}

void CorpusTest::referenceTexts_data()
{
    QTest::addColumn<int>("rows"); // 0: refused
    QTest::addColumn<int>("bad");
    QTest::addColumn<QString>("warning"); // part of the only one; empty: none
    QTest::newRow("invalid-utf8.tsv") << 4 << 0 << "replaced 10 bytes that are not UTF-8 by U+FFFD, in lines 2, 4;";
    QTest::newRow("gb18030.tsv") << 2 << 0 << "in lines 1, 2; if the file is in another encoding (GB18030";
    QTest::newRow("bom-crlf.csv") << 3 << 0 << "";
    QTest::newRow("unclosed-quote.csv")
        << 1 << 1 << "skipped 1 row; the first is row 2, line 3: a quote that begins in it is never closed.";
    QTest::newRow("unknown-label.tsv") << 4 << 0 << "no label in 1 of 4 rows.";
    QTest::newRow("empty.csv") << 0 << 0 << "";
    QTest::newRow("long-line.tsv") << 2 << 0 << "1 text of more than 100000 bytes, the first in row 1;";
}

void CorpusTest::referenceTexts()
{
    QFETCH(int, rows);
    QFETCH(int, bad);
    QFETCH(QString, warning);
    const std::filesystem::path path = referencePath("malformed/texts") / QTest::currentDataTag();
    if (rows == 0) {
        QVERIFY(refusalOf([&] { readCorpus(path); }).startsWith(QStringLiteral("malformed-file")));
        return;
    }
    const Corpus corpus = readCorpus(path);
    QCOMPARE(int(corpus.rows.size()), rows);
    QCOMPARE(int(corpus.badCount), bad);
    QCOMPARE(int(corpus.warnings.size()), warning.isEmpty() ? 0 : 1);
    if (!warning.isEmpty())
        QVERIFY2(QString::fromStdString(corpus.warnings[0]).contains(warning), corpus.warnings[0].c_str());
}

void CorpusTest::readsRealData_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("bad");
    QTest::newRow("en-sst2/stsa.binary.dev") << 872 << 0;
    QTest::newRow("en-sst2/stsa.binary.test") << 1821 << 0;
    QTest::newRow("en-rt/rt-polarity.all") << 10662 << 0;
    QTest::newRow("zh-sentiment/sentiment.test.data") << 2111 << 0;
    QTest::newRow("zh-hotel/ChnSentiCorp_htl_all.csv") << 7765 << 1; // one review is empty
}

void CorpusTest::readsRealData()
{
    QFETCH(int, rows);
    QFETCH(int, bad);
    const std::filesystem::path path = std::filesystem::path(VITRINE_DATA) / QTest::currentDataTag();
    if (!std::filesystem::exists(path))
        QSKIP("the labelled texts are not there");
    const Corpus corpus = readCorpus(path);
    QCOMPARE(int(corpus.rows.size()), rows);
    QCOMPARE(int(corpus.badCount), bad);
    for (const CorpusRow& row : corpus.rows)
        QVERIFY(row.label == "0" || row.label == "1");
}

QTEST_GUILESS_MAIN(CorpusTest)
#include "tst_corpus.moc"
