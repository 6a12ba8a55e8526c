// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens that share a character on screen are one group.
#include "core/text/unicode/graphemes.h"
#include "tests/text/tokenizer_files.h"

#include <QTest>

using namespace vitrine;

class TestGraphemes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void groups_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("bytes"); // begin and end of each token
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("letters") << "abc" << QList<int> { 0, 1, 1, 2, 2, 3 } << QList<int> { 0, 1, 2 };
        QTest::newRow("letter and accent") << "e\u0301x" << QList<int> { 0, 1, 1, 3, 3, 4 } << QList<int> { 0, 0, 1 };
        QTest::newRow("bytes of one character")
            << "书a" << QList<int> { 0, 3, 0, 3, 0, 3, 3, 4 } << QList<int> { 0, 0, 0, 1 };
        QTest::newRow("family") << "👩‍👩‍👧!" << QList<int> { 0, 4, 7, 11, 14, 18, 18, 19 }
                                << QList<int> { 0, 0, 0, 1 };
        QTest::newRow("two flags") << "🇨🇳🇫🇷" << QList<int> { 0, 4, 4, 8, 8, 12, 12, 16 } << QList<int> { 0, 0, 1, 1 };
        QTest::newRow("flags after text")
            << "ab🇨🇳🇫🇷" << QList<int> { 0, 2, 2, 6, 6, 10, 10, 14, 14, 18 } << QList<int> { 0, 1, 1, 2, 2 };
        QTest::newRow("CR LF") << "\r\n" << QList<int> { 0, 1, 1, 2 } << QList<int> { 0, 0 };
        QTest::newRow("Hangul from jamo")
            << "\u1112\u1161\u11AB" << QList<int> { 0, 3, 3, 6, 6, 9 } << QList<int> { 0, 0, 0 };
        QTest::newRow("dropped mark at the end of a word")
            << "e\u0301 x" << QList<int> { 0, 1, 4, 5 } << QList<int> { 0, 1 };
        QTest::newRow("token over several clusters")
            << "ae\u0301x" << QList<int> { 0, 2, 2, 4, 4, 5 } << QList<int> { 0, 0, 1 };
        QTest::newRow("blank and its token without width")
            << " x" << QList<int> { 0, 0, 0, 1, 1, 2 } << QList<int> { 0, 1, 2 };
        QTest::newRow("no token") << "x" << QList<int>() << QList<int>();
    }
    void groups()
    {
        QFETCH(QString, text);
        QFETCH(QList<int>, bytes);
        QFETCH(QList<int>, expected);
        std::vector<ByteRange> tokens;
        for (qsizetype i = 0; i < bytes.size(); i += 2)
            tokens.emplace_back(bytes[i], bytes[i + 1]);
        const std::vector<int> groups = groupByGraphemes(text.toStdString(), tokens, 0);
        QCOMPARE(QList<int>(groups.begin(), groups.end()), expected);
    }

    void numberingGoesOn() { QCOMPARE(groupByGraphemes("ab", { { 0, 1 }, { 1, 2 } }, 5), (std::vector<int> { 5, 6 })); }

    void decomposedHangulOfATokenizerIsOneGroup()
    {
        // BertNormalizer takes the syllable apart: two tokens, one character on screen.
        const auto tokenizer = makeTokenizer(smallVocabulary("\u1100\n##\u1161\n"), "bert");
        const Encoding encoding = tokenizer->encode("가", std::nullopt, {});
        QCOMPARE(encoding.ids, (std::vector<int> { 2, 5, 6, 3 }));
        QCOMPARE(encoding.graphemes, (std::vector<int> { -1, 0, 0, -1 }));
    }
};

QTEST_GUILESS_MAIN(TestGraphemes)
#include "tst_graphemes.moc"
