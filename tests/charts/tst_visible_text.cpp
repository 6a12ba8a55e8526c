// SPDX-License-Identifier: GPL-3.0-or-later
// What cannot be seen is named; what can be seen is left alone.
#include "ui/support/visible_text.h"

#include <QtTest>

using namespace vitrine;

class TestVisibleText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void line_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const auto row
            = [](const char* name, const QString& text, const QString& shown) { QTest::newRow(name) << text << shown; };
        row("plain", QStringLiteral("joy"), QStringLiteral("joy"));
        row("override", QStringLiteral("a\u202eb"), QStringLiteral("a⟨RLO⟩b"));
        row("NUL", QStringLiteral("a") + QChar(0), QStringLiteral("a⟨NUL⟩"));
        row("zero width", QStringLiteral("\u200b"), QStringLiteral("⟨ZWSP⟩"));
        row("line separator", QStringLiteral("\u2028"), QStringLiteral("⟨LS⟩"));
        row("lone surrogate", QString(QChar(0xd800)), QStringLiteral("⟨U+D800⟩"));
        row("no name", QString(QChar(0x0001)), QStringLiteral("⟨U+0001⟩"));
        row("space alone", QStringLiteral(" "), QStringLiteral("⟨SP⟩"));
        row("space inside", QStringLiteral("a b"), QStringLiteral("a b"));
        row("family", QStringLiteral("👨‍👩‍👧"), QStringLiteral("👨‍👩‍👧"));
        row("variation selector", QStringLiteral("❤️"), QStringLiteral("❤️"));
        row("joiner alone", QStringLiteral("\u200d"), QStringLiteral("⟨ZWJ⟩"));
        row("mark alone", QStringLiteral("\u0301"), QStringLiteral("◌\u0301"));
        row("Chinese", QStringLiteral("糟糕"), QStringLiteral("糟糕"));
        row("right to left", QStringLiteral("שלום"), QStringLiteral("\u2068שלום\u2069"));
        row("markup", QStringLiteral("<b>"), QStringLiteral("<b>"));
    }

    void line()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(visibleText(text), shown);
    }

    void boxesAreRunsOfTheirOwn()
    {
        const auto runs = visibleRuns(QStringLiteral("a\u202eb"));
        QCOMPARE(runs.size(), std::size_t(3));
        QVERIFY(!runs[0].boxed && runs[1].boxed && !runs[2].boxed);
    }
};

QTEST_GUILESS_MAIN(TestVisibleText)
#include "tst_visible_text.moc"
