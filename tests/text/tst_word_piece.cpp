// SPDX-License-Identifier: GPL-3.0-or-later
// WordPiece by hand: the greedy search, unknown words, long words.
#include "tests/text/tokenizer_files.h"

#include <QTest>

using namespace vitrine;

namespace {

QStringList tokensOf(const Encoding& encoding)
{
    QStringList tokens;
    for (const std::string& token : encoding.tokens)
        tokens << QString::fromStdString(token);
    return tokens;
}

} // namespace

class TestWordPiece : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void words_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("tokens"); // without [CLS] and [SEP]
        QTest::addColumn<QList<int>>("offsets");
        QTest::newRow("whole word") << "unaffable" << QStringList { "un", "##aff", "##able" }
                                    << QList<int> { 0, 2, 2, 5, 5, 9 };
        QTest::newRow("longest first") << "affable" << QStringList { "affable" } << QList<int> { 0, 7 };
        QTest::newRow("one unknown rest makes the word unknown")
            << "affablez" << QStringList { "[UNK]" } << QList<int> { 0, 8 };
        QTest::newRow("a continuation begins no word") << "able" << QStringList { "[UNK]" } << QList<int> { 0, 4 };
        QTest::newRow("no way back") << "abc" << QStringList { "[UNK]" }
                                     << QList<int> { 0, 3 }; // ab, then ##c is missing, though a + ##bc would do
        QTest::newRow("upper case and accent") << "UN ÜN" << QStringList { "un", "un" } << QList<int> { 0, 2, 3, 5 };
        QTest::newRow("100 characters") << QString(100, u'x') << QStringList("x") + QStringList(99, "##x")
                                        << QList<int>();
        QTest::newRow("101 characters") << QString(101, u'x') << QStringList { "[UNK]" } << QList<int> { 0, 101 };
        QTest::newRow("100 letters and an accent")
            << QString(100, u'x') + QChar(0x301) << QStringList("x") + QStringList(99, "##x") << QList<int>();
        QTest::newRow("emoji with joiners") << "👩‍👩‍👧" << QStringList { "[UNK]" } << QList<int> { 0, 5 };
        QTest::newRow("nothing") << "" << QStringList() << QList<int>();
        QTest::newRow("blanks") << " \t\n " << QStringList() << QList<int>();
    }
    void words()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, tokens);
        QFETCH(QList<int>, offsets);
        const auto tokenizer
            = makeTokenizer(smallVocabulary("un\n##aff\n##able\naffable\na\nab\n##bc\nx\n##x\n"), "bert");
        const Encoding encoding = tokenizer->encode(text.toStdString(), std::nullopt, {});
        QCOMPARE(tokensOf(encoding), QStringList("[CLS]") + tokens + QStringList("[SEP]"));
        if (!offsets.isEmpty()) {
            const std::vector<int> flat = flatOffsets(encoding);
            QCOMPARE(QList<int>(flat.begin() + 2, flat.end() - 2), offsets);
        }
    }

    void wordsAndPiecesAreNumbered()
    {
        const auto tokenizer = makeTokenizer(smallVocabulary("un\n##aff\n##able\n.\n"), "bert");
        const Encoding encoding = tokenizer->encode("unaffable. un", std::nullopt, {});
        QCOMPARE(encoding.words, (std::vector<int> { -1, 0, 0, 0, 1, 2, -1 }));
        QCOMPARE(encoding.special, (std::vector<bool> { true, false, false, false, false, false, true }));
        QCOMPARE(encoding.segments, std::vector<int>(7, 0));
        QCOMPARE(encoding.droppedTokens, 0);
        QVERIFY(!encoding.truncatedAt);
    }

    void wordLevelKnowsWholeWordsOnly()
    {
        const TokenizerFiles files {
            { "tokenizer.json",
                R"({"model":{"type":"WordLevel","vocab":{"<unk>":0,"good":1},"unk_token":"<unk>"},"pre_tokenizer":{"type":"Whitespace"}})" }
        };
        const auto tokenizer = makeTokenizer(files, "bert");
        QCOMPARE(tokenizer->encode("good goods", std::nullopt, {}).ids, (std::vector<int> { 1, 0 }));
        QCOMPARE(QString::fromStdString(tokenizer->description()), QStringLiteral("WordLevel, cased (tokenizer.json)"));
    }

    void typeMayBeAbsent()
    {
        const TokenizerFiles files {
            { "tokenizer.json",
                R"({"model":{"unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"a":1,"##b":2}}})" }
        };
        QCOMPARE(makeTokenizer(files, "bert")->encode("ab", std::nullopt, {}).ids, (std::vector<int> { 1, 2 }));
    }
};

QTEST_GUILESS_MAIN(TestWordPiece)
#include "tst_word_piece.moc"
