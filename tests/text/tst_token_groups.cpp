// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens become cells over the original text.
#include "tests/charts/sample_results.h"

#include "core/text/token_groups.h"

#include <QtTest>

using namespace vitrine;

Q_DECLARE_METATYPE(vitrine::Encoding)

class TestTokenGroups : public QObject {
    Q_OBJECT

    /// "forgets" cut into "forget" and "##s", then "fun;".
    static Encoding pieces()
    {
        Encoding encoding;
        encoding.text = "it forgets  fun;\nok";
        encoding.ids = { 1, 2, 3, 4, 5, 6, 7, 8 };
        encoding.tokens = { "[CLS]", "it", "forget", "##s", "fun", ";", "ok", "[SEP]" };
        encoding.offsets = { { 0, 0 }, { 0, 2 }, { 3, 9 }, { 9, 10 }, { 12, 15 }, { 15, 16 }, { 17, 19 }, { 0, 0 } };
        encoding.special = { true, false, false, false, false, false, false, true };
        encoding.segments = std::vector<int>(8, 0);
        encoding.words = { -1, 0, 1, 1, 2, 3, 4, -1 };
        encoding.graphemes = { -1, 0, 1, 2, 3, 4, 5, -1 };
        return encoding;
    }

    static QStringList texts(const std::vector<TokenGroup>& groups)
    {
        QStringList list;
        for (const TokenGroup& group : groups)
            list << QString::fromStdString(group.text);
        return list;
    }

private Q_SLOTS:
    void wordsJoinTheirPieces()
    {
        QCOMPARE(texts(groupTokens(pieces(), Grouping::Words)),
            QStringList({ "CLS", "it", "forgets", "fun", ";", "ok", "SEP" }));
    }

    void piecesStaySingle()
    {
        QCOMPARE(texts(groupTokens(pieces(), Grouping::Pieces)),
            QStringList({ "CLS", "it", "forget", "s", "fun", ";", "ok", "SEP" }));
    }

    void spacesAreThoseOfTheText()
    {
        const auto groups = groupTokens(pieces(), Grouping::Pieces);
        QVERIFY(!groups[1].spaceBefore); // the start of the text
        QVERIFY(groups[2].spaceBefore);
        QVERIFY(!groups[3].spaceBefore); // inside a word
        QVERIFY(groups[4].spaceBefore);
        QVERIFY(!groups[5].spaceBefore); // "fun;"
    }

    void lineBreaksAreSeen()
    {
        const auto groups = groupTokens(pieces(), Grouping::Words);
        QVERIFY(groups[5].lineBreakBefore);
        QVERIFY(!groups[3].lineBreakBefore);
    }

    void bytePiecesOfOneCharacterAreOneCell()
    {
        Encoding encoding;
        encoding.text = "好了";
        encoding.ids = { 1, 2, 3, 4 };
        encoding.tokens = { "å¥", "½", "äº", "Ĩ" };
        encoding.offsets = { { 0, 1 }, { 0, 1 }, { 1, 2 }, { 1, 2 } };
        encoding.special = std::vector<bool>(4, false);
        encoding.segments = std::vector<int>(4, 0);
        encoding.words = { 0, 0, 0, 0 };
        encoding.graphemes = { 0, 0, 1, 1 };
        const auto groups = groupTokens(encoding, Grouping::Graphemes);
        QCOMPARE(texts(groups), QStringList({ "好", "了" }));
        QCOMPARE(sumOverGroups(groups, { 1, 2, 4, 8 }), std::vector<double>({ 3, 12 }));
    }

    void leadingSpaceOfByteTokensBecomesSpace()
    {
        Encoding encoding;
        encoding.text = "a joy";
        encoding.ids = { 1, 2 };
        encoding.tokens = { "a", "Ġjoy" };
        encoding.offsets = { { 0, 1 }, { 1, 5 } };
        encoding.special = { false, false };
        encoding.segments = { 0, 0 };
        encoding.words = { 0, 1 };
        encoding.graphemes = { 0, 1 };
        const auto groups = groupTokens(encoding, Grouping::Words);
        QCOMPARE(texts(groups), QStringList({ "a", "joy" }));
        QVERIFY(groups[1].spaceBefore);
        QCOMPARE(groups[1].begin, 2);
    }

    /// Tokens with their places; no special ones, one word.
    static Encoding tokensOf(
        const std::string& text, const std::vector<std::pair<std::string, std::pair<int, int>>>& tokens)
    {
        Encoding encoding;
        encoding.text = text;
        for (const auto& [token, place] : tokens) {
            encoding.ids.push_back(int(encoding.ids.size()));
            encoding.tokens.push_back(token);
            encoding.offsets.push_back(place);
        }
        encoding.special = std::vector<bool>(tokens.size(), false);
        encoding.segments = encoding.words = encoding.graphemes = std::vector<int>(tokens.size(), 0);
        return encoding;
    }

    void marksAreNeverShown_data()
    {
        QTest::addColumn<Encoding>("encoding");
        QTest::addColumn<QStringList>("pieces");
        QTest::newRow("mark of a word's beginning")
            << tokensOf("a joy", { { "▁a", { 0, 1 } }, { "▁joy", { 1, 5 } } }) << QStringList { "a", "joy" };
        QTest::newRow("mark alone before a character")
            << tokensOf("书x", { { "▁", { 0, 1 } }, { "书", { 0, 1 } }, { "x", { 1, 2 } } })
            << QStringList { " ", "书", "x" };
        QTest::newRow("mark alone for a blank")
            << tokensOf("a  b", { { "▁a", { 0, 1 } }, { "▁", { 1, 2 } }, { "▁b", { 2, 4 } } })
            << QStringList { "a", " ", "b" };
        QTest::newRow("mark without a place")
            << tokensOf("é", { { "Ġ", { 0, 0 } }, { "Ã", { 0, 1 } }, { "©", { 0, 1 } } })
            << QStringList { " ", "é 1/2", "é 2/2" };
        QTest::newRow("bytes behind a blank")
            << tokensOf("a é", { { "a", { 0, 1 } }, { "ĠÃ", { 1, 3 } }, { "©", { 2, 3 } } })
            << QStringList { "a", "é 1/2", "é 2/2" };
        QTest::newRow("three bytes of one, then a letter")
            << tokensOf("好a", { { "å", { 0, 1 } }, { "¥", { 0, 1 } }, { "½", { 0, 1 } }, { "a", { 1, 2 } } })
            << QStringList { "好 1/3", "好 2/3", "好 3/3", "a" };
        QTest::newRow("a piece across two characters")
            << tokensOf("好了", { { "å¥", { 0, 1 } }, { "½ä", { 0, 2 } }, { "ºĨ", { 1, 2 } } })
            << QStringList { "好了 1/3", "好了 2/3", "好了 3/3" };
        QTest::newRow("bytes by name") << tokensOf(
            "é", { { "▁", { 0, 1 } }, { "<0xC3>", { 0, 1 } }, { "<0xA9>", { 0, 1 } } })
                                       << QStringList { " ", "é 1/2", "é 2/2" };
        QTest::newRow("ligature") << tokensOf("ﬁn", { { "f", { 0, 1 } }, { "in", { 0, 2 } } })
                                  << QStringList { "ﬁn 1/2", "ﬁn 2/2" };
        QTest::newRow("line end") << tokensOf("a\nb", { { "a", { 0, 1 } }, { "Ċ", { 2, 2 } }, { "b", { 2, 3 } } })
                                  << QStringList { "a", "\n", "b" };
        QTest::newRow("a letter of the text stays") << tokensOf("Ġa", { { "Ġa", { 0, 2 } } }) << QStringList { "Ġa" };
    }
    void marksAreNeverShown()
    {
        QFETCH(Encoding, encoding);
        QTEST(texts(groupTokens(encoding, Grouping::Pieces)), "pieces");
    }

    void tokenTextsNameEveryToken()
    {
        const Encoding encoding = pieces();
        QCOMPARE(tokenTexts(encoding),
            std::vector<std::string>({ "[CLS]", "it", "forget", "s", "fun", ";", "ok", "[SEP]" }));
    }

    void secondTextsAreFoundWithoutTokenTypes()
    {
        Encoding encoding = tokensOf("ab",
            { { "<s>", { 0, 0 } }, { "▁ab", { 0, 2 } }, { "</s>", { 0, 0 } }, { "</s>", { 0, 0 } }, { "▁cd", { 0, 2 } },
                { "</s>", { 0, 0 } } });
        encoding.pair = "cd";
        encoding.special = { true, false, true, true, false, true };
        QCOMPARE(tokenTexts(encoding), std::vector<std::string>({ "<s>", "ab", "</s>", "</s>", "cd", "</s>" }));
        QVERIFY(groupTokens(encoding, Grouping::Words)[4].inPair);
        QVERIFY(!groupTokens(encoding, Grouping::Words)[1].inPair);
    }

    void sumsKeepTheTotal()
    {
        const Encoding encoding = pieces();
        const std::vector<double> scores { 0.5, 1, 2, 3, 4, 5, 6, -0.25 };
        for (const auto grouping : { Grouping::Words, Grouping::Graphemes, Grouping::Pieces }) {
            double sum = 0;
            for (const double part : sumOverGroups(groupTokens(encoding, grouping), scores))
                sum += part;
            QCOMPARE(sum, 21.25);
        }
    }

    void everyTokenStandsInOneGroup_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& one : samples::cases())
            QTest::newRow(qPrintable(one.name)) << one.name;
    }

    void everyTokenStandsInOneGroup()
    {
        QFETCH(QString, name);
        const Encoding& encoding = samples::find(name).attribution->encoding;
        for (const auto grouping : { Grouping::Words, Grouping::Graphemes, Grouping::Pieces }) {
            int next = 0;
            for (const TokenGroup& group : groupTokens(encoding, grouping)) {
                QCOMPARE(group.first, next);
                QVERIFY(group.last >= group.first);
                next = group.last + 1;
            }
            QCOMPARE(next, int(encoding.size()));
        }
    }

    void textsArePairedWithTheirSegments()
    {
        const auto groups = groupTokens(samples::find(QStringLiteral("pair")).attribution->encoding, Grouping::Words);
        QCOMPARE(texts(groups), QStringList({ "CLS", "Is", "it", "good", "?", "SEP", "Not", "at", "all", ".", "SEP" }));
        QCOMPARE(groups[6].segment, 1);
    }

    void shortVectorsAreSurvived()
    {
        Encoding broken;
        broken.ids = { 1, 2, 3 };
        QCOMPARE(groupTokens(broken, Grouping::Words).size(), std::size_t(3));
        QCOMPARE(sumOverGroups(groupTokens(broken, Grouping::Words), { 1.0 }), std::vector<double>({ 1, 0, 0 }));
    }
};

QTEST_GUILESS_MAIN(TestTokenGroups)
#include "tst_token_groups.moc"
