// SPDX-License-Identifier: GPL-3.0-or-later
// Around the words: added tokens, truncation, pairs, damaged and very long texts, and what holds for every text.
#include "core/io/files/utf8.h"
#include "tests/text/tokenizer_files.h"

#include <QTest>

#include <algorithm>
#include <ctime>
#include <limits>
#include <random>

using namespace vitrine;

namespace {

std::unique_ptr<Tokenizer> letters()
{
    return makeTokenizer(smallVocabulary("a\nb\nc\nd\n##a\n##b\n##c\n##d\n书\né\n!\n"), "bert");
}

QStringList tokensOf(const Encoding& encoding)
{
    QStringList tokens;
    for (const std::string& token : encoding.tokens)
        tokens << QString::fromStdString(token);
    return tokens;
}

QList<int> offsetsOf(const Encoding& encoding)
{
    const std::vector<int> flat = flatOffsets(encoding);
    return { flat.begin(), flat.end() };
}

int codePoints(const std::string& text)
{
    return static_cast<int>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; }));
}

} // namespace

class TestEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void specialTokensInTheText()
    {
        const Encoding encoding = letters()->encode("[CLS]a[SEP]", std::nullopt, {});
        QCOMPARE(encoding.ids, (std::vector<int> { 2, 2, 5, 3, 3 }));
        QCOMPARE(encoding.special, (std::vector<bool> { true, false, false, false, true }));
        QCOMPARE(offsetsOf(encoding), (QList<int> { 0, 0, 0, 5, 5, 6, 6, 11, 0, 0 }));
        QCOMPARE(encoding.words, (std::vector<int> { -1, 0, 1, 2, -1 }));
    }

    void specialTokensAsText()
    {
        const auto tokenizer = letters();
        const Encoding encoding = tokenizer->encode("[CLS]a", std::nullopt, { .specialTokensAsText = true });
        QCOMPARE(tokensOf(encoding), (QStringList { "[CLS]", "[UNK]", "[UNK]", "[UNK]", "a", "[SEP]" }));
        QCOMPARE(offsetsOf(encoding), (QList<int> { 0, 0, 0, 1, 1, 4, 4, 5, 5, 6, 0, 0 }));
    }

    void addedTokens_data()
    {
        QTest::addColumn<QByteArray>("token"); // besides id 9 and content
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("tokens");
        QTest::addColumn<QList<int>>("offsets");
        QTest::newRow("as it stands") << QByteArray(R"("normalized":false)") << QByteArray("New") << "aNew new"
                                      << QStringList { "a", "New", "[UNK]" } << QList<int> { 0, 1, 1, 4, 5, 8 };
        QTest::newRow("normalised") << QByteArray(R"("normalized":true)") << QByteArray("New") << "aNEW new"
                                    << QStringList { "a", "New", "New" } << QList<int> { 0, 1, 1, 4, 5, 8 };
        QTest::newRow("with white space on the left")
            << QByteArray(R"("lstrip":true,"normalized":false)") << QByteArray("<x>") << "a  <x> a"
            << QStringList { "a", "<x>", "a" } << QList<int> { 0, 1, 1, 6, 7, 8 };
        QTest::newRow("with white space on the right")
            << QByteArray(R"("rstrip":true,"normalized":false)") << QByteArray("<x>") << "a <x>\n a"
            << QStringList { "a", "<x>", "a" } << QList<int> { 0, 1, 2, 7, 7, 8 };
        QTest::newRow("blank taken once")
            << QByteArray(R"("lstrip":true,"rstrip":true,"normalized":false)") << QByteArray("<x>") << "<x> <x>"
            << QStringList { "<x>", "<x>" } << QList<int> { 0, 4, 4, 7 };
        QTest::newRow("single word") << QByteArray(R"("single_word":true,"normalized":false)") << QByteArray("no")
                                     << "no know no! 书no" << QStringList { "no", "[UNK]", "no", "!", "[UNK]" }
                                     << QList<int> { 0, 2, 3, 7, 8, 10, 10, 11, 12, 15 };
    }
    void addedTokens()
    {
        QFETCH(QByteArray, token);
        QFETCH(QByteArray, content);
        QFETCH(QString, text);
        const auto steps
            = nlohmann::json::parse(R"({"pre_tokenizer":{"type":"BertPreTokenizer"},"normalizer":{"type":"Lowercase"},
            "added_tokens":[{"id":9,"content":")"
                + content.toStdString() + R"(",)" + token.toStdString() + "}]}");
        const Encoding encoding
            = makeTokenizer(smallPipeline(steps, { "a", "!" }), "bert")->encode(text.toStdString(), std::nullopt, {});
        QTEST(tokensOf(encoding), "tokens");
        QTEST(offsetsOf(encoding), "offsets");
    }

    void longestAddedTokenWins()
    {
        const auto steps = nlohmann::json::parse(
            R"({"added_tokens":[{"id":7,"content":"<x>"},{"id":8,"content":"<x><y>"},{"id":9,"content":"<"}]})");
        QCOMPARE(makeTokenizer(smallPipeline(steps, { "a" }), "bert")->encode("<x><y><x><", std::nullopt, {}).ids,
            (std::vector<int> { 8, 7, 9 }));
    }

    void oneTextIsCut()
    {
        const Encoding encoding = letters()->encode("a b  c d", std::nullopt, { .maxTokens = 4 });
        QCOMPARE(tokensOf(encoding), (QStringList { "[CLS]", "a", "b", "[SEP]" }));
        QCOMPARE(encoding.droppedTokens, 2);
        QCOMPARE(encoding.truncatedAt.value_or(-1), 3);
    }

    void exactlyFittingIsNotCut()
    {
        const Encoding encoding = letters()->encode("a b c d", std::nullopt, { .maxTokens = 6 });
        QCOMPARE(encoding.size(), std::size_t(6));
        QCOMPARE(encoding.droppedTokens, 0);
        QVERIFY(!encoding.truncatedAt);
    }

    void pairIsCutLongestFirst_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::addColumn<int>("room"); // without the three special tokens
        QTest::addColumn<int>("keptFirst");
        QTest::addColumn<int>("keptSecond");
        QTest::newRow("fits") << 3 << 4 << 7 << 3 << 4;
        QTest::newRow("longer second gives way") << 2 << 9 << 7 << 2 << 5;
        QTest::newRow("longer first gives way") << 9 << 2 << 7 << 5 << 2;
        QTest::newRow("both, the odd token to the second") << 8 << 9 << 7 << 3 << 4;
        QTest::newRow("both, the odd token to the first") << 9 << 8 << 7 << 4 << 3;
        QTest::newRow("equal lengths") << 9 << 9 << 7 << 3 << 4;
        QTest::newRow("room of one") << 5 << 5 << 1 << 0 << 1;
        QTest::newRow("no room") << 5 << 5 << 0 << 0 << 0;
        QTest::newRow("half and half") << 4 << 9 << 8 << 4 << 4;
    }
    void pairIsCutLongestFirst()
    {
        QFETCH(int, first);
        QFETCH(int, second);
        QFETCH(int, room);
        const std::string a = QStringLiteral("a ").repeated(first).toStdString();
        const std::string b = QStringLiteral("b ").repeated(second).toStdString();
        const Encoding encoding = letters()->encode(a, b, { .maxTokens = room + 3 });
        QTEST(int(std::count(encoding.tokens.begin(), encoding.tokens.end(), "a")), "keptFirst");
        QTEST(int(std::count(encoding.tokens.begin(), encoding.tokens.end(), "b")), "keptSecond");
        QCOMPARE(encoding.droppedTokens, first + second - int(encoding.size() - 3));
    }

    void pairHasSegmentsAndOneNumbering()
    {
        const Encoding encoding = letters()->encode("ab", "c d", {});
        QCOMPARE(encoding.segments, (std::vector<int> { 0, 0, 0, 0, 1, 1, 1 }));
        QCOMPARE(encoding.words, (std::vector<int> { -1, 0, 0, -1, 1, 2, -1 }));
        QCOMPARE(encoding.graphemes, (std::vector<int> { -1, 0, 1, -1, 2, 3, -1 }));
        QCOMPARE(offsetsOf(encoding), (QList<int> { 0, 0, 0, 1, 1, 2, 0, 0, 0, 1, 2, 3, 0, 0 }));
    }

    void badBytesAreReadAsReplacementCharacters()
    {
        const Encoding encoding = letters()->encode("a\xff\xe4\xbd"
                                                    "b",
            std::nullopt, {});
        QCOMPARE(QString::fromStdString(encoding.text), QStringLiteral("a\uFFFD\uFFFD\uFFFDb"));
        QCOMPARE(offsetsOf(encoding),
            (QList<int> { 0, 0, 0, 1, 4, 5, 0, 0 })); // clean_text drops U+FFFD, so a and ##b are one word
    }

    void anyBytesKeepTheProperties()
    {
        const auto tokenizer = letters();
        static constexpr std::array<std::string_view, 16> pieces { "a", "b", " ", "\n", "é", "e\u0301", "书", "\xff",
            "\xe4\xbd", "👩‍👩‍👧", "[CLS]", "\u00AD", "🇨🇳", "가", "\0x", "\r\n" };
        std::mt19937 random(7);
        for (int round = 0; round < 3000; ++round) {
            std::string text;
            for (auto i = random() % 12; i > 0; --i)
                text += pieces[random() % pieces.size()];
            const Encoding encoding = tokenizer->encode(text, std::nullopt, { .maxTokens = 2 + int(random() % 10) });
            QVERIFY(isUtf8(encoding.text));
            int last = 0;
            for (std::size_t i = 1; i + 1 < encoding.size(); ++i) {
                const auto [begin, end] = encoding.offsets[i];
                QVERIFY2(begin >= last && end > begin && end <= codePoints(encoding.text), text.c_str());
                last = end;
            }
            QCOMPARE(encoding.truncatedAt.has_value(), encoding.droppedTokens > 0);
        }
    }

    void longTextIsReadInParts_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("tokens");
        QTest::newRow("English") << "a bé ! " << 30000 << 3;
        QTest::newRow("Chinese without a blank") << "书书é" << 30000 << 3;
        QTest::newRow("lines") << "a\r\n\tb\n" << 30000 << 2;
    }
    void longTextIsReadInParts()
    {
        // Every unit encodes alike wherever a part ends.
        QFETCH(QString, unit);
        QFETCH(int, count);
        QFETCH(int, tokens);
        const auto tokenizer = letters();
        const std::string one = unit.toStdString();
        const Encoding whole
            = tokenizer->encode(unit.repeated(count).toStdString(), std::nullopt, { .maxTokens = 1 << 24 });
        const Encoding part = tokenizer->encode(one, std::nullopt, {});
        QCOMPARE(int(part.size()), tokens + 2);
        QCOMPARE(int(whole.size()), tokens * count + 2);
        for (std::size_t i = 0; i < std::size_t(tokens * count); ++i) {
            const std::size_t within = i % std::size_t(tokens);
            QCOMPARE(whole.ids[i + 1], part.ids[within + 1]);
            QCOMPARE(whole.offsets[i + 1].first, part.offsets[within + 1].first + int(i) / tokens * codePoints(one));
        }
    }

    void timeIsLinearInOneLongWord()
    {
        const auto tokenizer = letters();
        const auto milliseconds = [&](std::size_t bytes) {
            const std::clock_t start = std::clock(); // of this process: others do not count
            const std::size_t tokens = tokenizer->encode(std::string(bytes, 'a'), std::nullopt, {}).size();
            return tokens == 3 ? 1e3 * double(std::clock() - start) / CLOCKS_PER_SEC
                               : std::numeric_limits<double>::infinity();
        };
        milliseconds(1 << 18);
        const double small = milliseconds(1 << 18);
        const double large = milliseconds(1 << 22);
        qInfo("256 KB: %.1f ms, 4 MB: %.1f ms", small, large);
        QVERIFY2(large < 16 * 8 * std::max(small, 1.0),
            "16 times the text takes far more than 16 times as long"); // quadratic would be 256 times
    }
};

QTEST_GUILESS_MAIN(TestEncoding)
#include "tst_encoding.moc"
