// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's life as the window sees it: starting, answering, being cancelled, dying in every way.
#include "tests/gui/window_fixture.h"
#include "ui/engine/request.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace vitrine;
using namespace vitrine::test;

class tst_Engine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void becomesReady();
    void remembersWhatTheEngineSaid();
    void missingProgramIsOneSentence();
    void missingLibraryIsNotTriedAgain();
    void refusalReachesTheRequest();
    void newestWins();
    void lateAnswerOfACancelledRequestIsDropped();
    void receiverMayDie();
    void partialComesBeforeTheResult();
    void parametersOfAMethodTravelApart();
    void progressIsThrottled();
    void cancelStopsWork();
    void deafEngineIsKilled();
    void cancelledWhileWaitingIsNeverSent();
    void crashIsReplayedOnce_data();
    void crashIsReplayedOnce();
    void secondCrashIsTold();
    void brokenStreamIsRestarted_data();
    void brokenStreamIsRestarted();
    void hangIsRestarted();
    void givesUpAndCanBeRestarted();
    void killedWhileIdleComesBack();
    void otherVersionIsTold();
    void logIsKeptAndBounded();
    void backOffDoubles();
    void givesUpOnlyWithinTheWindow();

private:
    static ParameterValues text(const char* text) { return { { "model", "english" }, { "text", text } }; }
};

void tst_Engine::becomesReady()
{
    EngineProcess engine(mockEngine(), shortTimings());
    QSignalSpy states(&engine, &EngineProcess::stateChanged);
    engine.start();
    QCOMPARE(engine.state(), EngineState::Starting);
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    QCOMPARE(states.size(), 2);
}

void tst_Engine::remembersWhatTheEngineSaid()
{
    EngineProcess engine(mockEngine(), shortTimings());
    QVERIFY(!engine.greeting());
    engine.start();
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    QCOMPARE(engine.greeting()->models.size(), std::size_t(1));
    QCOMPARE(engine.description()->attributionMethods.front().id, std::string("integrated-gradients"));
}

void tst_Engine::missingProgramIsOneSentence()
{
    EngineProcess engine({ QStringLiteral("/nowhere/vitrine-engine"), {} }, shortTimings());
    QSignalSpy trouble(&engine, &EngineProcess::trouble);
    engine.start();
    QTRY_COMPARE(engine.state(), EngineState::Failed);
    QCOMPARE(trouble.size(), 1);
    QVERIFY(engine.failure().message.find("/nowhere/vitrine-engine") != std::string::npos);
    Request request(engine, QStringLiteral("Test"));
    QSignalSpy failed(&request, &Request::failed);
    request.start<Prediction>("predict", text("x"), [](auto) { QFAIL("there is no engine"); });
    QTRY_COMPARE(failed.size(), 1); // told, not left waiting
}

void tst_Engine::missingLibraryIsNotTriedAgain()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("start=exit:127") }), shortTimings());
    engine.start();
    QTRY_COMPARE(engine.state(), EngineState::Failed);
    QVERIFY(engine.failure().message.find("last words of the mock engine") != std::string::npos);
}

void tst_Engine::refusalReachesTheRequest()
{
    EngineProcess engine(
        mockEngine({ QStringLiteral("--on"), QStringLiteral("open=refuse:truncated-file") }), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    QSignalSpy failed(&request, &Request::failed);
    request.start<ModelCard>("open", text(""), [](auto) { QFAIL("refused"); });
    QTRY_COMPARE(failed.size(), 1);
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.code, ErrorCode::TruncatedFile);
    QCOMPARE(error.subject, std::string("model.safetensors"));
    QVERIFY(!request.isRunning());
    QTRY_COMPARE(engine.state(), EngineState::Ready);
}

void tst_Engine::newestWins()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=work:100") }), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    std::vector<std::string> answers;
    for (const char* words : { "first", "second", "third" })
        request.start<Prediction>("predict", text(words),
            [&](const std::shared_ptr<const Prediction>& p) { answers.push_back(p->encoding.text); });
    QTRY_VERIFY(!answers.empty());
    QTest::qWait(300);
    QCOMPARE(answers.size(), std::size_t(1));
    QCOMPARE(answers.front(), std::string("third"));
}

void tst_Engine::lateAnswerOfACancelledRequestIsDropped()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=delay:200") }), shortTimings());
    engine.start();
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    Request request(engine, QStringLiteral("Test"));
    int answers = 0;
    request.start<Prediction>("predict", text("late"), [&](auto) { ++answers; });
    QTRY_COMPARE(engine.state(), EngineState::Busy);
    request.cancel();
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    QCOMPARE(answers, 0);
}

void tst_Engine::receiverMayDie()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=work:100") }), shortTimings());
    engine.start();
    auto request = std::make_unique<Request>(engine, QStringLiteral("Test"));
    int answers = 0;
    request->start<Prediction>("predict", text("x"), [&](auto) { ++answers; });
    QTRY_COMPARE(engine.state(), EngineState::Busy);
    request.reset();
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    QCOMPARE(answers, 0);
}

void tst_Engine::partialComesBeforeTheResult()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("attribute=work:100") }), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    std::vector<bool> drafts;
    const auto note = [&](const std::shared_ptr<const Attribution>& a) { drafts.push_back(a->draft); };
    request.start<Attribution>("attribute", text("a joy"), note, note);
    QTRY_COMPARE(drafts.size(), std::size_t(2));
    QVERIFY(drafts[0]);
    QVERIFY(!drafts[1]);
}

// The made engine reads a tolerance nowhere but among the parameters of the method.
void tst_Engine::parametersOfAMethodTravelApart()
{
    EngineProcess engine(mockEngine(), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    std::shared_ptr<const Attribution> answer;
    request.start<Attribution>(
        "attribute", text("a joy"), [&](const std::shared_ptr<const Attribution>& one) { answer = one; }, {},
        ParameterValues { { "tolerance", "0.001" } });
    QTRY_VERIFY(answer);
    QCOMPARE(answer->certificate->tolerance, 0.001);
}

void tst_Engine::progressIsThrottled()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=work:1000") }), shortTimings());
    engine.start();
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    Request request(engine, QStringLiteral("Test"));
    QSignalSpy progress(&request, &Request::progressChanged);
    bool done = false;
    request.start<Prediction>("predict", text("x"), [&](auto) { done = true; });
    QTRY_VERIFY_WITH_TIMEOUT(done, 10000);
    QVERIFY(progress.size() > 2);
    QVERIFY2(progress.size() <= 22 * (request.elapsed() / 1000 + 1), qPrintable(QString::number(progress.size())));
}

void tst_Engine::cancelStopsWork()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=work:20000") }), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    QSignalSpy failed(&request, &Request::failed);
    request.start<Prediction>("predict", text("x"), [](auto) { QFAIL("cancelled"); });
    QTRY_COMPARE(engine.state(), EngineState::Busy);
    const auto process = engine.processId();
    request.cancel();
    QVERIFY(!request.isRunning()); // at once, whatever the engine does
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    QCOMPARE(engine.processId(), process);
    QCOMPARE(failed.size(), 0); // cancelled is no error
}

void tst_Engine::deafEngineIsKilled()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=deaf:20000") }), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    request.start<Prediction>("predict", text("x"), [](auto) { QFAIL("cancelled"); });
    QTRY_COMPARE(engine.state(), EngineState::Busy);
    const auto process = engine.processId();
    request.cancel();
    QTRY_VERIFY(engine.processId() != process && engine.state() == EngineState::Ready);
}

void tst_Engine::cancelledWhileWaitingIsNeverSent()
{
    QTemporaryDir folder;
    const auto journal = folder.filePath(QStringLiteral("journal"));
    EngineProcess engine(mockEngine({ QStringLiteral("--journal"), journal, QStringLiteral("--on"),
                             QStringLiteral("predict=work:200") }),
        shortTimings());
    engine.start();
    Request first(engine, QStringLiteral("Test"));
    Request second(engine, QStringLiteral("Test"));
    bool done = false;
    first.start<Prediction>("predict", text("first"), [&](auto) { done = true; });
    second.start<Prediction>("predict", text("second"), [](auto) { QFAIL("cancelled"); });
    second.cancel();
    QTRY_VERIFY(done);
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    QFile file(journal);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto lines = file.readAll();
    QVERIFY(lines.contains("predict first"));
    QVERIFY(!lines.contains("predict second"));
}

void tst_Engine::crashIsReplayedOnce_data()
{
    QTest::addColumn<QString>("action");
    QTest::newRow("out of memory") << "exit:75";
    QTest::newRow("segmentation fault") << "signal:11";
    QTest::newRow("killed") << "signal:9";
}

void tst_Engine::crashIsReplayedOnce()
{
    QFETCH(QString, action);
    QTemporaryDir folder;
    EngineProcess engine(mockEngine({ QStringLiteral("--once"), folder.filePath(QStringLiteral("done")),
                             QStringLiteral("--on"), QStringLiteral("predict=") + action }),
        shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    QSignalSpy failed(&request, &Request::failed);
    bool done = false;
    request.start<Prediction>("predict", text("again"), [&](auto) { done = true; });
    QTRY_VERIFY_WITH_TIMEOUT(done, 10000);
    QCOMPARE(failed.size(), 0);
}

void tst_Engine::secondCrashIsTold()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=signal:11") }), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    QSignalSpy failed(&request, &Request::failed);
    request.start<Prediction>("predict", text("x"), [](auto) { QFAIL("it crashes"); });
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 10000);
    QVERIFY(failed.first().first().value<Error>().message.find("SIGSEGV") != std::string::npos);
    QTRY_COMPARE(engine.state(), EngineState::Ready);
}

void tst_Engine::brokenStreamIsRestarted_data()
{
    QTest::addColumn<QString>("action");
    QTest::newRow("garbage") << "garbage";
    QTest::newRow("too long") << "long";
    QTest::newRow("half a frame, then silence") << "half";
    QTest::newRow("a map of no known kind") << "strange";
}

void tst_Engine::brokenStreamIsRestarted()
{
    QFETCH(QString, action);
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=") + action }), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    QSignalSpy failed(&request, &Request::failed);
    request.start<Prediction>("predict", text("x"), [](auto) { QFAIL("nonsense is no answer"); });
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 10000);
    QVERIFY(!failed.first().first().value<Error>().message.empty());
    QTRY_COMPARE_WITH_TIMEOUT(engine.state(), EngineState::Ready, 10000);
}

void tst_Engine::hangIsRestarted()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("predict=hang") }), shortTimings());
    engine.start();
    Request request(engine, QStringLiteral("Test"));
    QSignalSpy failed(&request, &Request::failed);
    request.start<Prediction>("predict", text("x"), [](auto) { QFAIL("it hangs"); });
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 10000);
    QVERIFY(failed.first().first().value<Error>().message.find("stopped answering") != std::string::npos);
    QTRY_COMPARE_WITH_TIMEOUT(engine.state(), EngineState::Ready, 10000);
}

void tst_Engine::givesUpAndCanBeRestarted()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("start=exit:1") }), shortTimings());
    engine.start();
    QTRY_COMPARE_WITH_TIMEOUT(engine.state(), EngineState::Failed, 10000);
    QVERIFY(engine.failure().message.find("is not started again") != std::string::npos);
    engine.restart();
    QVERIFY(engine.state() != EngineState::Failed);
    QTRY_COMPARE_WITH_TIMEOUT(engine.state(), EngineState::Failed, 10000);
}

void tst_Engine::killedWhileIdleComesBack()
{
    EngineProcess engine(mockEngine(), shortTimings());
    QSignalSpy trouble(&engine, &EngineProcess::trouble);
    engine.start();
    QTRY_COMPARE(engine.state(), EngineState::Ready);
    const auto process = engine.processId();
    ::kill(pid_t(process), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(engine.state() == EngineState::Ready && engine.processId() != process, 10000);
    QCOMPARE(trouble.size(), 1);
}

void tst_Engine::otherVersionIsTold()
{
    EngineProcess engine(mockEngine({ QStringLiteral("--on"), QStringLiteral("version=delay:0") }), shortTimings());
    QSignalSpy trouble(&engine, &EngineProcess::trouble);
    engine.start();
    QTRY_COMPARE(trouble.size(), 1);
    QVERIFY(trouble.first().first().value<Error>().message.find("99.0") != std::string::npos);
}

void tst_Engine::logIsKeptAndBounded()
{
    EngineLog log;
    for (int i = 0; i < 2000; ++i)
        log.append(QByteArray::number(i) + '\n');
    QCOMPARE(log.lines().size(), EngineLog::maxLines);
    QCOMPARE(log.lastLine(), QStringLiteral("1999"));
    log.append(QByteArray(1'000'000, 'x'));
    QVERIFY(log.lastLine().size() <= EngineLog::maxLineLength);
}

void tst_Engine::backOffDoubles()
{
    EngineTimings timings;
    timings.failuresInWindow = 100;
    RestartPolicy policy(timings);
    QList<qint64> delays;
    for (int i = 0; i < 9; ++i)
        delays.append(policy.failedAt(i)->count());
    QCOMPARE(delays, (QList<qint64> { 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000 }));
}

void tst_Engine::givesUpOnlyWithinTheWindow()
{
    RestartPolicy policy { EngineTimings() };
    for (int i = 0; i < 4; ++i)
        QVERIFY(policy.failedAt(i * 1000));
    QVERIFY(!policy.failedAt(5000)); // the fifth within a minute
    RestartPolicy patient { EngineTimings() };
    for (int i = 0; i < 20; ++i)
        QVERIFY(patient.failedAt(i * 20'000LL));
}

QTEST_MAIN(tst_Engine)
#include "tst_engine.moc"
