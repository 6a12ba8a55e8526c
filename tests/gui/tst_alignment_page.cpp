// SPDX-License-Identifier: GPL-3.0-or-later
// Two texts side by side: typed, exchanged, read by keyboard.
#include "tests/gui/window_fixture.h"
#include "ui/charts/transport/flow_diagram.h"
#include "ui/pages/alignment/transport_certificate_view.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace vitrine;
using namespace vitrine::test;

namespace {

const Alignment* shown(WindowFixture& f) { return f.window->currentPage()->result().as<Alignment>().get(); }

bool shows(WindowFixture& f, const char* left, const char* right)
{
    return QTest::qWaitFor(
        [&] { return shown(f) && shown(f)->left.text == left && shown(f)->right.text == right; }, 5000);
}

} // namespace

class tst_AlignmentPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void bothTextsAreLive()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        f.window->showPage(QStringLiteral("alignment"));
        f.window->showText(QStringLiteral("a film"));
        auto* right = f.find<QPlainTextEdit>("rightText");
        QTest::keyClicks(right, QStringLiteral("the movie"));
        QVERIFY(shows(f, "a film", "the movie"));
        f.edit()->setPlainText(QStringLiteral("one good film"));
        QVERIFY(shows(f, "one good film", "the movie"));
        auto* certificate = f.window->findChild<TransportCertificateView*>();
        QVERIFY(certificate->headline().contains(QStringLiteral("Proved optimal")));
    }

    void quickAnswersFollowEveryLetter()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        f.window->showPage(QStringLiteral("alignment"));
        f.window->showText(QStringLiteral("a film"));
        f.window->currentPage()->setRightText(QStringLiteral("the"));
        QVERIFY(shows(f, "a film", "the"));
        auto* right = f.find<QPlainTextEdit>("rightText");
        right->moveCursor(QTextCursor::End);
        qint64 quickest = 1'000'000;
        QString text = right->toPlainText();
        for (const QChar letter : QStringLiteral("movie")) {
            QElapsedTimer clock;
            clock.start();
            QTest::keyClick(right, letter.toLatin1());
            text += letter;
            QVERIFY(shows(f, "a film", qPrintable(text)));
            quickest = std::min(quickest, clock.elapsed());
        }
        QVERIFY2(quickest < 200, qPrintable(QString::number(quickest))); // no pause of 300 ms before it
        QTest::keyClicks(right, QStringLiteral(" and more words, faster than any answer"));
        QVERIFY(shows(f, "a film", qPrintable(right->toPlainText())));
    }

    void swapExchangesTheTexts()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        f.window->showPage(QStringLiteral("alignment"));
        f.window->showText(QStringLiteral("left words"));
        f.window->currentPage()->setRightText(QStringLiteral("right ones"));
        QVERIFY(shows(f, "left words", "right ones"));
        f.find<QPushButton>("swap")->click();
        QVERIFY(shows(f, "right ones", "left words"));
        QCOMPARE(f.window->workspace().text(), QStringLiteral("right ones"));
    }

    void wordsCanBeReadByKeyboard()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        f.window->showPage(QStringLiteral("alignment"));
        f.window->showText(QStringLiteral("first second"));
        f.window->currentPage()->setRightText(QStringLiteral("eins zwei"));
        QVERIFY(shows(f, "first second", "eins zwei"));
        auto* flow = f.window->findChild<FlowDiagram*>();
        QTest::keyClick(flow, Qt::Key_Down);
        QTest::keyClick(flow, Qt::Key_Down);
        QVERIFY2(flow->reading().startsWith(QStringLiteral("second → zwei")), qPrintable(flow->reading()));
        QTest::keyClick(flow, Qt::Key_Right);
        QVERIFY2(flow->reading().startsWith(QStringLiteral("first → eins")), qPrintable(flow->reading()));
        QCOMPARE(flow->accessibleDescription(), flow->reading());
        QTest::keyClick(flow, Qt::Key_Escape);
        QVERIFY(flow->reading().isEmpty());
    }

    void pageIsQuietWhileItIsNotSeen()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        f.window->showPage(QStringLiteral("alignment"));
        f.window->currentPage()->setRightText(QStringLiteral("other"));
        auto* page = f.window->currentPage();
        f.window->showPage(QStringLiteral("attention"));
        f.window->showText(QStringLiteral("a text"));
        QTest::qWait(600);
        QVERIFY(page->result().isEmpty());
    }

    void refusalIsShownOnThePage()
    {
        WindowFixture f({ QStringLiteral("--on"), QStringLiteral("align=refuse:bad-argument") });
        QVERIFY(f.openModel());
        f.window->showPage(QStringLiteral("alignment"));
        f.window->showText(QStringLiteral("a text"));
        f.window->currentPage()->setRightText(QStringLiteral("other"));
        auto* banner = f.window->currentPage()->findChild<Banner*>();
        QTRY_VERIFY(banner->isVisible());
    }
};

QTEST_MAIN(tst_AlignmentPage)
#include "tst_alignment_page.moc"
