// SPDX-License-Identifier: GPL-3.0-or-later
// Text from files in sentences: safe, short, and still readable.
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <QTest>

using namespace vitrine;

class TestSentences : public QObject {
    Q_OBJECT

private slots:
    void makesSteeringCharactersVisible_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("ab é 你 🙂") << QByteArray("ab é 你 🙂");
        QTest::newRow("blanks") << QByteArray("a\tb\nc") << QByteArray("a b c");
        QTest::newRow("escape") << QByteArray("\x1b[31m") << QByteArray("<U+001B>[31m");
        QTest::newRow("override") << QByteArray("a\u202Eb") << QByteArray("a<U+202E>b");
        QTest::newRow("tag") << QByteArray("\U000E0041") << QByteArray("<U+0E0041>");
        QTest::newRow("joined emoji") << QByteArray("👩\u200D💻") << QByteArray("👩\u200D💻");
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("a<U+0000>b");
        QTest::newRow("no UTF-8") << QByteArray("a\xff\xc3") << QByteArray("a\uFFFD\uFFFD");
        QTest::newRow("overlong") << QByteArray("\xc0\xaf") << QByteArray("\uFFFD\uFFFD");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\uFFFD\uFFFD\uFFFD");
        QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80") << QByteArray("\uFFFD\uFFFD\uFFFD\uFFFD");
    }
    void makesSteeringCharactersVisible()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(visible({ text.data(), std::size_t(text.size()) })), expected);
    }

    void showsTheBeginningOfLongContent()
    {
        QCOMPARE(shown(std::string(80, 'a')), std::string(80, 'a'));
        QCOMPARE(shown(std::string(81, 'a')), std::string(80, 'a') + "…");
        QCOMPARE(shown("你好吗", 2), std::string("你好…"));
    }

    // A name of a million characters, straight from a file, must not fill a screen.
    void boundsEverySentence()
    {
        std::string name;
        for (int i = 0; i < 300'000; ++i)
            name += "你";
        const Refusal refusal(ErrorCode::MalformedFile, "The name " + name + " is bad; make it shorter.", name);
        const QString message = QString::fromStdString(refusal.error().message);
        QVERIFY(refusal.error().message.size() <= sentenceBytes);
        QVERIFY(refusal.error().subject.size() <= sentenceBytes);
        QVERIFY(message.startsWith("The name 你"));
        QVERIFY(message.contains("…"));
        QVERIFY(message.endsWith("make it shorter."));
        QVERIFY(!message.contains(QChar(0xFFFD))); // cut between characters
    }
};

QTEST_APPLESS_MAIN(TestSentences)
#include "tst_sentences.moc"
