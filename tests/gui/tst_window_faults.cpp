// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the engine does, in every phase: the window lives, says one sentence, and works again.
#include "tests/gui/window_fixture.h"

#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTest>

#include <csignal>

using namespace vitrine;
using namespace vitrine::test;

class tst_WindowFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void faultInAPhase_data();
    void faultInAPhase();
    void killedInAPhaseAndRepeated_data();
    void killedInAPhaseAndRepeated();
    void killedWhileIdle();
    void givesUpWithAMessageAndAButton();
    void engineThatIsMissing();
    void windowIsUsableWhileTheEngineStarts();
    void closingDoesNotWaitForAHangingEngine();
};

void tst_WindowFaults::faultInAPhase_data()
{
    QTest::addColumn<QString>("phase");
    QTest::addColumn<QString>("action");
    for (const char* phase : { "open", "predict", "attribute" }) {
        for (const char* action : { "exit:1", "signal:11", "hang", "garbage", "long", "half", "refuse:out-of-memory" })
            QTest::addRow("%s while %s", action, phase) << QString::fromLatin1(phase) << QString::fromLatin1(action);
    }
}

/// Fails every time: a sentence is shown somewhere, nothing is shown as a result, and the window answers.
void tst_WindowFaults::faultInAPhase()
{
    QFETCH(QString, phase);
    QFETCH(QString, action);
    WindowFixture f({ QStringLiteral("--on"), phase + QLatin1Char('=') + action });
    if (phase == QLatin1String("predict")) { // asked for by itself only while a text is typed
        QVERIFY(f.openModel());
        QTest::keyClicks(f.edit(), QStringLiteral("a joy"));
    } else {
        f.window->workspace().openModel(QStringLiteral("english"), Slot::A);
        f.window->showText(QStringLiteral("a joy"));
    }
    const auto bannerShown = [&] {
        for (auto* banner : f.window->findChildren<Banner*>()) {
            if (banner->isVisible() && !banner->message().isEmpty())
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(bannerShown(), 15000);
    QVERIFY(!f.isFinal());
    QTest::keyClicks(f.edit(), QStringLiteral(" still"));
    QVERIFY(f.edit()->toPlainText().contains(QStringLiteral("still")));
    QVERIFY(f.window->isVisible());
}

void tst_WindowFaults::killedInAPhaseAndRepeated_data()
{
    QTest::addColumn<QString>("phase");
    QTest::addColumn<QString>("action");
    for (const char* phase : { "start", "hello", "open", "predict", "attribute" })
        QTest::addRow("killed while %s", phase) << QString::fromLatin1(phase) << QStringLiteral("signal:9");
    QTest::newRow("out of memory while attributing") << QStringLiteral("attribute") << QStringLiteral("exit:75");
}

/// Dies once: the request is sent again and nobody has to do anything.
void tst_WindowFaults::killedInAPhaseAndRepeated()
{
    QFETCH(QString, phase);
    QFETCH(QString, action);
    QTemporaryDir folder;
    WindowFixture f({ QStringLiteral("--once"), folder.filePath(QStringLiteral("done")), QStringLiteral("--on"),
        phase + QLatin1Char('=') + action });
    QVERIFY(f.openModel());
    if (phase == QLatin1String("predict")) { // asked for by itself only while a text is typed
        QTest::keyClicks(f.edit(), QStringLiteral("a dull"));
        QTRY_VERIFY(f.window->workspace().prediction());
    }
    QVERIFY(f.explain(QStringLiteral("a joy")));
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("done")))); // the engine did die
}

void tst_WindowFaults::killedWhileIdle()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    const auto process = f.engine.processId();
    ::kill(pid_t(process), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(f.engine.state() == EngineState::Ready && f.engine.processId() != process, 10000);
    QVERIFY(f.banner("windowBanner")->isVisible());
    QVERIFY(f.explain(QStringLiteral("a joy"))); // the model is opened again by itself
}

void tst_WindowFaults::givesUpWithAMessageAndAButton()
{
    WindowFixture f({ QStringLiteral("--on"), QStringLiteral("start=exit:1") });
    QTRY_COMPARE_WITH_TIMEOUT(f.engine.state(), EngineState::Failed, 15000);
    QVERIFY(f.banner("windowBanner")->isVisible());
    QVERIFY(f.banner("windowBanner")->message().contains(QStringLiteral("not started again")));
    QVERIFY(f.find<QPushButton>("restartEngine")->isVisible());
    QCOMPARE(f.find<QLabel>("engineState")->text(), QStringLiteral("Engine stopped"));
    f.banner("windowBanner")->findChild<QPushButton*>(QStringLiteral("bannerAction"))->click();
    QVERIFY(f.engine.state() != EngineState::Failed);
}

void tst_WindowFaults::engineThatIsMissing()
{
    QTemporaryDir folder;
    Settings settings(folder.path());
    EngineProcess engine({ QStringLiteral("/nowhere/vitrine-engine"), {} }, shortTimings());
    MainWindow window(engine, settings);
    window.show();
    engine.start();
    auto* banner = window.findChild<Banner*>(QStringLiteral("windowBanner"));
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->message().contains(QStringLiteral("/nowhere/vitrine-engine")));
    QVERIFY(window.isVisible());
}

void tst_WindowFaults::windowIsUsableWhileTheEngineStarts()
{
    WindowFixture f({ QStringLiteral("--on"), QStringLiteral("start=delay:600") });
    GapMeter gap;
    f.window->workspace().openModel(QStringLiteral("english"), Slot::A);
    QTest::keyClicks(f.edit(), QStringLiteral("typed before"));
    QCOMPARE(f.edit()->toPlainText(), QStringLiteral("typed before"));
    QTRY_VERIFY(f.window->workspace().prediction());
    QCOMPARE(f.window->workspace().prediction()->encoding.text, std::string("typed before"));
}

void tst_WindowFaults::closingDoesNotWaitForAHangingEngine()
{
    QElapsedTimer clock;
    {
        WindowFixture f({ QStringLiteral("--on"), QStringLiteral("attribute=hang") });
        QVERIFY(f.openModel());
        f.window->showText(QStringLiteral("x"));
        QTRY_COMPARE(f.engine.state(), EngineState::Busy);
        clock.start();
        f.window->close();
    }
    QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
}

QTEST_MAIN(tst_WindowFaults)
#include "tst_window_faults.moc"
