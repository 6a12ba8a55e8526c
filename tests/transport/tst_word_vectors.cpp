// SPDX-License-Identifier: GPL-3.0-or-later
// Files of word vectors in their three formats, sound and broken.
#include "core/io/word_vectors.h"
#include "core/runtime/error.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <fstream>

using namespace vitrine;

namespace {

WordVectors readWordVectors(const std::filesystem::path& path, const std::unordered_set<std::string>* wanted = nullptr) { return WordVectorFile(path).read(wanted); }

} // namespace

class TestWordVectors : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path written(const std::string& contents) const
    {
        const std::filesystem::path path = m_folder.filePath("vectors").toStdString();
        std::ofstream(path, std::ios::binary) << contents;
        return path;
    }
    static std::string bytes(std::vector<float> values)
    {
        std::string out(values.size() * sizeof(float), '\0');
        std::memcpy(out.data(), values.data(), out.size());
        return out;
    }
    std::string refusal(const std::string& contents) const
    {
        try {
            readWordVectors(written(contents));
        } catch (const Refusal& refused) {
            return refused.what();
        }
        return "accepted";
    }
    void compare(const std::string& contents, WordVectorsFormat format) const
    {
        const WordVectorFile file(written(contents));
        QVERIFY(file.shape().format == format);
        QCOMPARE(file.shape().words, 2L);
        const auto vectors = file.read();
        QCOMPARE(vectors.width, 2);
        QCOMPARE(vectors.rows.at("the"), 0);
        QCOMPARE(vectors.rows.at("书"), 1);
        QVERIFY((vectors.values == std::vector<double> { 0.5, -1, 2, 0.25 }));
        QVERIFY(vectors.warnings.empty());
    }

private Q_SLOTS:
    void word2vecText() { compare("2 2\nthe 0.5 -1\n书 2 0.25\n", WordVectorsFormat::Word2VecText); }
    void windowsLinesAndTrailingBlanks() { compare("2 2\r\nthe 0.5 -1 \r\n书 2 0.25 \r\n", WordVectorsFormat::Word2VecText); }
    void gloVe() { compare("the 0.5 -1\n书 2 0.25\n", WordVectorsFormat::GloVe); }
    void binary() { compare("2 2\nthe " + bytes({ 0.5f, -1 }) + "书 " + bytes({ 2, 0.25f }), WordVectorsFormat::Word2VecBinary); }
    void binaryWithLineFeeds()
    {
        compare("2 2\nthe " + bytes({ 0.5f, -1 }) + "\n书 " + bytes({ 2, 0.25f }) + "\n", WordVectorsFormat::Word2VecBinary);
    }

    void keepsOnlyWhatIsWanted()
    {
        const std::unordered_set<std::string> wanted { "b", "missing" };
        const auto vectors = readWordVectors(written("a 1 2\nb 3 4\nc 5 6\n"), &wanted);
        QCOMPARE(vectors.rows.size(), std::size_t(1));
        QVERIFY((vectors.values == std::vector<double> { 3, 4 }));
    }

    void singleWordsAreThoseOfTheWhole_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("wordEnd");
        QTest::addColumn<QByteArray>("lineEnd");
        QTest::newRow("text") << QByteArray("3000 2\n") << QByteArray(" 0.5 ") << QByteArray("\n");
        QTest::newRow("text with a mark and Windows lines") << QByteArray("\xEF\xBB\xBF" "3000 2\r\n") << QByteArray(" 0.5 ") << QByteArray(" \r\n");
        QTest::newRow("GloVe") << QByteArray() << QByteArray("\t0.5\t") << QByteArray("\n\n");
        QTest::newRow("binary") << QByteArray("3000 2\n") << QByteArray() << QByteArray();
        QTest::newRow("binary with line feeds") << QByteArray("3000 2\n") << QByteArray() << QByteArray("\n");
    }
    void singleWordsAreThoseOfTheWhole() // in files larger than what is read at a time
    {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, wordEnd);
        QFETCH(QByteArray, lineEnd);
        const bool binary = wordEnd.isEmpty();
        std::string contents = start.toStdString();
        for (int k = 0; k < 3000; ++k) {
            contents += "a_rather_long_word_" + std::to_string(k);
            contents += binary ? ' ' + bytes({ 0.5f, float(k) }) : wordEnd.toStdString() + std::to_string(k);
            contents += lineEnd.toStdString();
        }
        const WordVectorFile file(written(contents));
        QVERIFY((file.shape().format == WordVectorsFormat::Word2VecBinary) == binary);
        QCOMPARE(file.shape().words, 3000L);
        const WordVectors whole = file.read();
        for (int k = 0; k < 3000; k += 37) {
            const std::string word = "a_rather_long_word_" + std::to_string(k);
            const std::unordered_set<std::string> wanted { word, "missing" };
            const WordVectors one = file.read(&wanted);
            QCOMPARE(one.rows.size(), std::size_t(1));
            QCOMPARE(one.values, (std::vector<double> { 0.5, double(k) }));
            QCOMPARE(whole.rows.at(word), k);
            QCOMPARE(whole.values[std::size_t(2 * k + 1)], double(k));
        }
    }

    void tellsWhenTheFileIsAnother()
    {
        const WordVectorFile file(written("a 1 2\nb 3 4\n"));
        QVERIFY(file.isUnchanged());
        written("a 1 2\nb 3 4\nc 5 6\n");
        QVERIFY(!file.isUnchanged());
        try {
            file.read();
            QFAIL("read places of another file");
        } catch (const Refusal& refused) {
            QVERIFY2(refused.error().code == ErrorCode::Unreadable, refused.what());
        }
        std::filesystem::remove(file.path());
        QVERIFY(!file.isUnchanged());
    }

    void wordsWithBlanks()
    {
        const auto vectors = readWordVectors(written("2 2\n. . . 1 2\nat name@domain 3 4\n"));
        QVERIFY(vectors.rows.contains(". . .") && vectors.rows.contains("at name@domain"));
    }

    void duplicatesAreToldAndTheFirstCounts()
    {
        const auto vectors = readWordVectors(written("a 1 2\na 3 4\n"));
        QVERIFY((vectors.values == std::vector<double> { 1, 2 }));
        QVERIFY(vectors.warnings.at(0).find("more than once") != std::string::npos);
    }

    void moreWordsThanAnnounced()
    {
        QVERIFY(readWordVectors(written("1 2\na 1 2\nb 3 4\n")).warnings.at(0).find("announces 1 words and holds 2") != std::string::npos);
    }

    void brokenFiles_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << "is empty";
        QTest::newRow("prose") << QByteArray("hello world\nthis is prose\n") << "no file of word vectors";
        QTest::newRow("ragged, short") << QByteArray("2 3\na 1 2 3\nb 1 2\n") << "line 3 has fewer than 3 numbers";
        QTest::newRow("ragged, long") << QByteArray("2 2\na 1 2\nb 1 2 3\n") << "line 3 has more than 2 numbers";
        QTest::newRow("wrong width in the header") << QByteArray("2 5\na 1 2\nb 1 2\n") << "fewer than 5 numbers";
        QTest::newRow("fewer words than announced") << QByteArray("3 2\na 1 2\nb 1 2\n") << "announces 3 words but ends after 2";
        QTest::newRow("not a number") << QByteArray("2 2\na 1 2\nb 1 nan\n") << "where a finite number belongs";
        QTest::newRow("no number") << QByteArray("2 2\na 1 2\nb 1 x\n") << "where a finite number belongs";
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFE", 2) << "UTF-16";
        QTest::newRow("only numbers") << QByteArray("1 2 3\n4 5 6\n") << "accepted"; // words may be numbers
    }
    void brokenFiles()
    {
        QFETCH(QByteArray, contents);
        QFETCH(QString, says);
        const QString said = QString::fromStdString(refusal(contents.toStdString()));
        QVERIFY2(said.contains(says), qPrintable(said));
    }

    void cutBinary()
    {
        QVERIFY(refusal("2 2\nthe " + bytes({ 0.5f, -1 }) + "b " + bytes({ 2 })).find("announces 2 words but ends after 1")
            != std::string::npos);
    }
    void binaryNotFinite()
    {
        QVERIFY(refusal("1 2\nthe " + bytes({ 0.5f, std::numeric_limits<float>::infinity() })).find("not finite") != std::string::npos);
    }

    void largeFilesAreReadInPassing() // 60,000 words of width 100; one kept
    {
        std::string contents = "60000 100\n";
        std::string numbers;
        for (int h = 0; h < 100; ++h)
            numbers += " 0.125";
        for (int k = 0; k < 60000; ++k)
            contents += "w" + std::to_string(k) + numbers + '\n';
        const auto path = written(contents);
        const std::unordered_set<std::string> wanted { "w59999" };
        int reports = 0;
        const WordVectorFile file(path, Progress({}, [&](int, int, std::string_view) { ++reports; }));
        QCOMPARE(file.read(&wanted).values, std::vector<double>(100, 0.125));
        QCOMPARE(reports, 3);
        CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(WordVectorFile(path, Progress(token, {})), Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestWordVectors)
#include "tst_word_vectors.moc"
