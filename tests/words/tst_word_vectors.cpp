// SPDX-License-Identifier: GPL-3.0-or-later
// Files of word vectors in their three formats, sound and broken.
#include "core/io/vectors/word_vectors.h"
#include "core/runtime/error.h"
#include "tests/support/colliding_words.h"
#include "tests/support/limits.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <fstream>
#include <thread>

using namespace vitrine;

namespace {

/// Every word of a file, in its order.
struct Whole {
    WordVectorsShape shape;
    std::vector<std::string> words;
    std::vector<double> values;
};

Whole readWhole(const std::filesystem::path& path)
{
    const InputFile file(path);
    Whole whole;
    std::vector<WordPlace> places;
    whole.shape = walkWordVectors(file,
        [&](const std::string& word, const WordPlace& place) {
            whole.words.push_back(word);
            places.push_back(place);
        },
        {});
    for (std::size_t k = 0; k < places.size(); ++k) {
        whole.values.resize(whole.values.size() + std::size_t(whole.shape.width));
        const std::string word
            = readWordAt(file, whole.shape, places[k], std::span(whole.values).last(std::size_t(whole.shape.width)));
        if (word != whole.words[k])
            throw std::runtime_error("another word stands where " + whole.words[k] + " should: " + word);
    }
    return whole;
}

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
            readWhole(written(contents));
        } catch (const Refusal& refused) {
            return refused.what();
        }
        return "accepted";
    }
    void compare(const std::string& contents, WordVectorsFormat format) const
    {
        const auto whole = readWhole(written(contents));
        QVERIFY(whole.shape.format == format);
        QCOMPARE(whole.shape.width, 2);
        QCOMPARE(whole.shape.words, 2L);
        QVERIFY((whole.words == std::vector<std::string> { "the", "书" }));
        QVERIFY((whole.values == std::vector<double> { 0.5, -1, 2, 0.25 }));
        QVERIFY(WordVectors(WordVectorFile(m_folder.filePath("vectors").toStdString())).warnings().empty());
    }

private Q_SLOTS:
    void word2vecText() { compare("2 2\nthe 0.5 -1\n书 2 0.25\n", WordVectorsFormat::Word2VecText); }
    void windowsLinesAndTrailingBlanks()
    {
        compare("2 2\r\nthe 0.5 -1 \r\n书 2 0.25 \r\n", WordVectorsFormat::Word2VecText);
    }
    void gloVe() { compare("the 0.5 -1\n书 2 0.25\n", WordVectorsFormat::GloVe); }
    void binary()
    {
        compare("2 2\nthe " + bytes({ 0.5f, -1 }) + "书 " + bytes({ 2, 0.25f }), WordVectorsFormat::Word2VecBinary);
    }
    void binaryWithLineFeeds()
    {
        compare("2 2\nthe " + bytes({ 0.5f, -1 }) + "\n书 " + bytes({ 2, 0.25f }) + "\n",
            WordVectorsFormat::Word2VecBinary);
    }

    void keepsOnlyWhatIsAskedFor()
    {
        const WordVectorFile file(written("a 1 2\nb 3 4\nc 5 6\n"));
        WordVectors vectors(file);
        QCOMPARE(vectors.rowOf("c"), 0);
        QCOMPARE(vectors.rowOf("missing"), -1);
        QCOMPARE(vectors.rowOf("a"), 1);
        QCOMPARE(vectors.rowOf("c"), 0);
        QVERIFY((vectors.values() == std::vector<double> { 5, 6, 1, 2 }));
    }

    void singleWordsAreThoseOfTheWhole_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("wordEnd");
        QTest::addColumn<QByteArray>("lineEnd");
        QTest::newRow("text") << QByteArray("3000 2\n") << QByteArray(" 0.5 ") << QByteArray("\n");
        QTest::newRow("text with a mark and Windows lines") << QByteArray("\xEF\xBB\xBF"
                                                                          "3000 2\r\n")
                                                            << QByteArray(" 0.5 ") << QByteArray(" \r\n");
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
        const Whole whole = readWhole(file.path());
        WordVectors vectors(file);
        for (int k = 0; k < 3000; ++k) {
            const std::string word = "a_rather_long_word_" + std::to_string(k);
            QCOMPARE(whole.words[std::size_t(k)], word);
            QCOMPARE(whole.values[std::size_t(2 * k + 1)], double(k));
            QCOMPARE(vectors.rowOf(word), k);
            QCOMPARE(vectors.rowOf(word + "x"), -1);
        }
        QCOMPARE(vectors.values(), whole.values);
    }

    void tellsWhenTheFileIsAnother()
    {
        const WordVectorFile file(written("a 1 2\nb 3 4\n"));
        QVERIFY(file.isUnchanged());
        written("a 1 2\nb 3 4\nc 5 6\n");
        QVERIFY(!file.isUnchanged());
        try {
            WordVectors(file).rowOf("a");
            QFAIL("read places of another file");
        } catch (const Refusal& refused) {
            QVERIFY2(refused.error().code == ErrorCode::Unreadable, refused.what());
        }
        std::filesystem::remove(file.path());
        QVERIFY(!file.isUnchanged());
    }

    void wordsWithBlanks()
    {
        QVERIFY((readWhole(written("2 2\n. . . 1 2\nat name@domain 3 4\n")).words
            == std::vector<std::string> { ". . .", "at name@domain" }));
    }

    void duplicatesAreToldAndTheFirstCounts()
    {
        const WordVectorFile file(written("b 0 0\na 1 2\nb 5 6\na 3 4\na 3 4\n"));
        WordVectors vectors(file);
        QCOMPARE(vectors.rowOf("a"), 0);
        QVERIFY((vectors.values() == std::vector<double> { 1, 2 }));
        QCOMPARE(vectors.warnings(),
            std::vector<std::string> {
                "vectors holds 2 of the words more than once, first \"a\"; the first vector of each is used." });
    }

    void moreWordsThanAnnounced()
    {
        const WordVectorFile file(written("1 2\na 1 2\nb 3 4\n"));
        QCOMPARE(WordVectors(file).warnings(), std::vector<std::string> { "vectors announces 1 words and holds 2." });
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
        QTest::newRow("fewer words than announced")
            << QByteArray("3 2\na 1 2\nb 1 2\n") << "announces 3 words but ends after 2";
        QTest::newRow("not a number") << QByteArray("2 2\na 1 2\nb 1 nan\n") << "where a finite number belongs";
        QTest::newRow("no number") << QByteArray("2 2\na 1 2\nb 1 x\n") << "where a finite number belongs";
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFE", 2) << "UTF-16";
        QTest::newRow("a width beyond all") << QByteArray("3 1000000000\na 1 2\n")
                                            << "line 1 announces vectors of 1000000000 numbers, at most 65536 are read";
        QTest::newRow("one line without an end")
            << QByteArray(8 << 20, 'x') << "line 1 is longer than 4 MiB; this is no text file";
        QTest::newRow("zeros") << QByteArray(8 << 20, '\0') << "line 1 is longer than 4 MiB";
        QTest::newRow("a line of any bytes") << QByteArray("a\x1b[2J\u202e 1 2\nb 1 2\x1b[2J\n") << "2<U+001B>[2J";
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
        QVERIFY(
            refusal("2 2\nthe " + bytes({ 0.5f, -1 }) + "b " + bytes({ 2 })).find("announces 2 words but ends after 1")
            != std::string::npos);
    }
    void binaryNotFinite()
    {
        QVERIFY(refusal("1 2\nthe " + bytes({ 0.5f, std::numeric_limits<float>::infinity() })).find("not finite")
            != std::string::npos);
    }

    // 100 GB without a line end: it is not read to its end to find one.
    void sparseFiles()
    {
        const auto path = written("a 1 2\n");
        std::filesystem::resize_file(path, std::uintmax_t(100) << 30);
        std::string said;
        double time = 0;
        const auto grown = peakGrowth([&] {
            time = seconds([&] {
                try {
                    WordVectorFile file(path);
                } catch (const Refusal& refused) {
                    said = refused.what();
                }
            });
        });
        QCOMPARE(said, std::string("vectors: line 2 is longer than 4 MiB; this is no text file of word vectors"));
        QVERIFY(time < 5);
        QVERIFY(grown < 64 << 20);
    }

    void stopsWhenAsked() // in a binary file of one long gap, where no word ends
    {
        const auto path = written("1000000000000 60000\na ");
        std::filesystem::resize_file(path, std::uintmax_t(100) << 30);
        using Clock = std::chrono::steady_clock;
        CancelToken token;
        Clock::time_point asked;
        std::thread person([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            asked = Clock::now();
            token.cancel();
        });
        QString outcome;
        try {
            WordVectorFile file(path, Progress(token, {}));
        } catch (const Cancelled&) {
            outcome = "cancelled";
        } catch (const Refusal& refused) {
            outcome = refused.what();
        }
        const auto end = Clock::now();
        person.join();
        if (outcome != "cancelled") // it was refused before it could be asked to stop
            QVERIFY2(outcome.contains("has no end"), qPrintable(outcome));
        else
            QVERIFY(std::chrono::duration<double>(end - asked).count() < 0.5);
    }

    void takesLittleMoreThanThePlacesOfItsWords() // 24 bytes each, also of the shortest lines
    {
        std::string contents;
        for (int k = 0; k < 1'000'000; ++k)
            contents += "w" + std::to_string(k) + " 1\n";
        const auto path = written(contents);
        const auto grown = peakGrowth([&] { WordVectorFile file(path); });
        QVERIFY2(grown < 4 * std::int64_t(contents.size()), qPrintable(QString::number(grown)));
    }

    void wordsChosenToCollide()
    {
        const auto words = collidingWords(20'000);
        std::string contents;
        for (const auto& word : words)
            contents += word + " 1 2\n";
        const WordVectorFile file(written(contents));
        QCOMPARE(file.shape().words, long(words.size()));
        WordVectors vectors(file);
        const double time = seconds([&] {
            for (std::size_t k = 0; k < 2000; ++k)
                QCOMPARE(vectors.rowOf(words[words.size() - 1 - k]), int(k)); // the last are behind all others
        });
        QVERIFY2(time < 5, qPrintable(QString::number(time)));
    }

    void aWordThatIsThereAMillionTimes()
    {
        std::string contents;
        for (int k = 0; k < 1'000'000; ++k)
            contents += "a 1\n";
        const WordVectorFile file(written(contents));
        WordVectors vectors(file);
        QVERIFY(seconds([&] { QCOMPARE(vectors.rowOf("a"), 0); }) < 0.5);
        QCOMPARE(vectors.warnings(),
            std::vector<std::string> {
                "vectors holds 999999 of the words more than once, first \"a\"; the first vector of each is used." });
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
        int reports = 0;
        const WordVectorFile file(path, Progress({}, [&](int, int, std::string_view) { ++reports; }));
        WordVectors vectors(file);
        QCOMPARE(vectors.rowOf("w59999"), 0);
        QCOMPARE(vectors.values(), std::vector<double>(100, 0.125));
        QCOMPARE(reports, 3);
        CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(WordVectorFile(path, Progress(token, {})), Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestWordVectors)
#include "tst_word_vectors.moc"
