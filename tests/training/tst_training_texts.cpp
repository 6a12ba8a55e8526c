// SPDX-License-Identifier: GPL-3.0-or-later
// What a run trains on: nothing twice, nothing contradicting, nothing that the held-out texts give away.
#include "core/training/leak_filter.h"
#include "core/training/training_texts.h"
#include "core/training/vocabulary_maker.h"
#include "tests/io/refusal_of.h"
#include "tests/io/temporary_files.h"
#include "tests/training/opinions.h"

#include <QTest>

#include <set>

using namespace vitrine;

class TestTrainingTexts : public QObject {
    Q_OBJECT

    TemporaryFiles m_files;

    TrainingTexts read(ParameterValues values, const std::vector<std::string>& known = {})
    {
        values["output"] = "unused";
        return readTrainingTexts(TrainingSettings(values), known, {});
    }
    std::string file(const std::string& name, const QByteArray& content)
    {
        return m_files.write(name, content).string();
    }

private Q_SLOTS:
    void leaks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("known");
        QTest::newRow("the same") << "The rooms were clean, and the breakfast was good." << true;
        QTest::newRow("other punctuation, case and blanks")
            << "the ROOMS were clean and  the breakfast was good" << true;
        QTest::newRow("20 letters in a row") << "Surely, rooms were clean and the view too" << true;
        QTest::newRow("19 letters in a row") << "xx roomswerecleanandth 8 yy" << false;
        QTest::newRow("short and the same") << "好书" << true;
        QTest::newRow("short and inside another") << "好" << false;
        QTest::newRow("another") << "Nothing of this was ever said there before" << false;
    }
    void leaks()
    {
        QFETCH(QString, text);
        QFETCH(bool, known);
        LeakFilter filter;
        filter.add("The rooms were clean, and the breakfast was good.");
        filter.add("好书！");
        QCOMPARE(filter.knows(text.toStdString()), known);
    }

    void counts()
    {
        const auto train = file("train.tsv",
            "good book\t1\nbad book\t0\ngood book!\t1\nso so\t1\nSo so\t0\nfine\t1\npoor\t0\nno label\t\nthe held out "
            "text is here again\t1\n");
        const auto valid = file("valid.tsv", "the held out text is here again\t1\nanother\t0\n");
        const auto test = file("test.tsv", "fine\t1\nfresh\t0\n");
        const auto texts = read({ { "train", train }, { "valid", valid }, { "test", test } });
        QCOMPARE(texts.counts.rows, 9L);
        QCOMPARE(texts.counts.duplicates, 2L); // "good book!" and "So so"
        QCOMPARE(texts.counts.contradicting, 1L);
        QCOMPARE(texts.counts.bad, 1L);
        QCOMPARE(texts.counts.leaked, 2L); // the held-out text, and "fine"
        QCOMPARE(texts.counts.used, 3L); // good book, bad book, poor
        QCOMPARE(texts.clean, (std::vector<bool> { false, true }));
        QCOMPARE(texts.labels, (std::vector<std::string> { "0", "1" }));
        const auto all = read({ { "train", train }, { "valid", valid }, { "test", test }, { "drop-leaks", "false" } });
        QCOMPARE(all.counts.used, 5L);
    }

    void labels()
    {
        const auto train = file("words.tsv", "a b\t10\nc d\t9\ne f\tzero\n");
        const auto valid = file("words-valid.tsv", "x\t9\n");
        QCOMPARE(
            read({ { "train", train }, { "valid", valid } }).labels, (std::vector<std::string> { "9", "10", "zero" }));
        const auto named = read({ { "train", train }, { "valid", valid }, { "labels", "nine,ten,none" } });
        QCOMPARE(named.labels, (std::vector<std::string> { "nine", "ten", "none" }));
        QCOMPARE(named.train[0].label, 1);
        const auto indices = file("indices.tsv", "a b\t1\nc d\t0\ne f\t2\n");
        const auto kept
            = read({ { "train", indices }, { "valid", indices }, { "drop-leaks", "false" } }, { "NEG", "NEU", "POS" });
        QCOMPARE(kept.labels, (std::vector<std::string> { "NEG", "NEU", "POS" }));
        QCOMPARE(kept.train[2].label, 2);
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("train");
        QTest::addColumn<QString>("more");
        QTest::addColumn<QString>("refusal");
        QTest::newRow("empty") << QByteArray() << "" << "malformed-file: ";
        QTest::newRow("no labels")
            << QByteArray("one text\nanother text\n") << ""
            << "bad-argument: No training text has a label: each line needs the text and its label.";
        QTest::newRow("one class")
            << QByteArray("one text\t1\nanother text\t1\n") << ""
            << "bad-argument: All training texts have the same label \"1\"; there must be two at least.";
        QTest::newRow("names that do not fit")
            << QByteArray("one\t1\nanother\t0\n") << "a,b,c"
            << "bad-argument: There are 3 names for the labels, but the training texts have 2 different ones.";
        QTest::newRow("nothing left") << QByteArray("held\t1\nout\t0\n") << ""
                                      << "bad-argument: No training text is left: all share their text, or 20 letters "
                                         "in a row, with a validation or test text.";
    }
    void refusals()
    {
        QFETCH(QByteArray, train);
        QFETCH(QString, more);
        QFETCH(QString, refusal);
        const auto valid = file("held.tsv", "held\t1\nout\t0\n");
        const auto path = file("refused.tsv", train);
        const auto told
            = refusalOf([&] { read({ { "train", path }, { "valid", valid }, { "labels", more.toStdString() } }); });
        QVERIFY2(told.startsWith(refusal), qPrintable(told));
    }
    void settingsThatDoNotGoTogether()
    {
        const auto refused
            = [&](ParameterValues values) { return refusalOf([&] { TrainingSettings settings(values); }); };
        QVERIFY(refused({ { "output", "x" } }).contains("No training texts were named"));
        QVERIFY(refused({ { "train", "x" } }).contains("No output folder was named"));
        QVERIFY(refused({ { "train", "x" }, { "output", "x" }, { "width", "10" }, { "heads", "4" } })
                .contains("no multiple of the heads"));
        QVERIFY(refused({ { "train", "x" }, { "output", "x" }, { "unlabelled", "y" } }).contains("needs labels"));
        QVERIFY(refused({ { "train", "x" }, { "output", "x" }, { "regulariser", "magic" } })
                .contains("must be one of none"));
        QVERIFY(refused({ { "train", "x" }, { "output", "x" }, { "speed", "9" } })
                .contains("There is no parameter \"speed\""));
    }

    void validationShareAndLimit()
    {
        const auto train = file("many.tsv", opinions(200));
        const auto texts = read({ { "train", train }, { "valid-share", "0.25" }, { "drop-leaks", "false" } });
        QCOMPARE(texts.valid.size(), std::size_t(50));
        QCOMPARE(texts.train.size(), std::size_t(150));
        std::set<std::string> held;
        for (const auto& text : texts.valid)
            held.insert(text.text);
        for (const auto& text : texts.train)
            QVERIFY(!held.contains(text.text));
        QVERIFY(
            read({ { "train", train }, { "valid-share", "0.25" }, { "drop-leaks", "false" }, { "seed", "2" } }).sha256
            != texts.sha256);
        QCOMPARE(
            read({ { "train", train }, { "valid-share", "0.25" }, { "drop-leaks", "false" } }).sha256, texts.sha256);
        const auto few = read({ { "train", train }, { "drop-leaks", "false" }, { "limit", "20" } });
        QCOMPARE(few.train.size(), std::size_t(20));
        QCOMPARE(few.unlabelled.size(), std::size_t(0));
    }

    void orders()
    {
        QCOMPARE(randomOrder(5, 1),
            (std::vector<std::size_t> { 2, 1, 4, 3, 0 })); // the same everywhere, and in another language
        const auto order = randomOrder(1000, 7);
        QCOMPARE(std::set<std::size_t>(order.begin(), order.end()).size(), std::size_t(1000));
        QVERIFY(order != randomOrder(1000, 8));
    }

    void characterVocabulary()
    {
        const auto entries = makeVocabulary({ "好书 Ab", "好人 ab" }, { .size = 100, .minCount = 1 }, {});
        QCOMPARE(entries,
            (std::vector<std::string> { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##b", "a", "好", "书", "人" }));
        QCOMPARE(makeVocabulary({ "好书 Ab", "好人 ab" }, { .size = 100, .minCount = 2 }, {}).size(), std::size_t(8));
        QCOMPARE(makeVocabulary({ "好书 Ab" }, { .size = 6, .minCount = 1 }, {}).size(), std::size_t(6));
        QCOMPARE(makeVocabulary({ "Ab" }, { .minCount = 1, .lowerCase = false }, {})[6], std::string("A"));
    }
    void pieceVocabulary()
    {
        // l-o-w is the commonest pair chain: "lo" first (3 times), then "low".
        const auto entries = makeVocabulary({ "low low lower" }, { .wordPieces = true, .size = 14, .minCount = 1 }, {});
        QVERIFY(std::find(entries.begin(), entries.end(), "low") != entries.end());
        const auto& last = entries.back();
        QVERIFY2(last == "low" || last == "lower" || last.starts_with("low") || last.starts_with("##"), last.c_str());
        std::set<std::string> distinct(entries.begin(), entries.end());
        QCOMPARE(distinct.size(), entries.size());
        const auto full
            = makeVocabulary({ "low low lower lower" }, { .wordPieces = true, .size = 1000, .minCount = 1 }, {});
        QVERIFY(std::find(full.begin(), full.end(), "lower") != full.end()); // ends when nothing is left to join
        QVERIFY(full.size() < 30);
    }
};

QTEST_APPLESS_MAIN(TestTrainingTexts)
#include "tst_training_texts.moc"
