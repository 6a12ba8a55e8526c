// SPDX-License-Identifier: GPL-3.0-or-later
// The engine as the window sees it: always there, except when it says otherwise.
#pragma once

#include "core/results/description.h"
#include "ui/engine/engine_call.h"
#include "ui/engine/engine_command.h"
#include "ui/engine/engine_ending.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>

class QProcess;

namespace vitrine {

class FrameChannel;

enum class EngineState { Off, Starting, Ready, Busy, Restarting, Failed };

/// Runs one engine and starts it again when it dies. Calls wait in line and are sent one at a time, so the one that was
/// running when an engine died is known; it is sent once more if it may have been innocent.
class EngineProcess : public QObject {
    Q_OBJECT
public:
    explicit EngineProcess(EngineCommand command, const EngineTimings& timings = {}, QObject* parent = nullptr);
    ~EngineProcess() override;

    void start();
    /// Asked for by a person: forgets past failures.
    void restart();
    /// Ends the engine: politely, then after `patience` by force. Waiting calls fail as cancelled.
    void shutDown(std::chrono::milliseconds patience = std::chrono::milliseconds(500));

    EngineState state() const { return m_state; }
    /// What the engine said when it came up; null before.
    const Greeting* greeting() const { return m_greeting.get(); }
    const Description* description() const { return m_description.get(); }
    const EngineLog& log() const { return m_log; }
    const EngineCommand& command() const { return m_command; }
    /// Why the state is Failed.
    const Error& failure() const { return m_failure; }
    qint64 processId() const;

    /// Sends `call` as soon as the engine is free. Returns its id, never 0.
    quint64 submit(EngineCall call);
    /// Its onFailure is called at once with Cancelled; an engine that does not stop in time is terminated.
    void cancel(quint64 id);
    /// Cancels what runs and what waits.
    void cancelAll();

Q_SIGNALS:
    void stateChanged(vitrine::EngineState state);
    /// The engine said hello and described itself; also after every restart.
    void ready();
    /// Something went wrong that no call was told of.
    void trouble(const vitrine::Error& error);
    /// The engine died of `error`; it is started again and the call that ran is sent once more.
    void replaying(const vitrine::Error& error);
    void taskStarted(const QString& title);
    void taskProgress(int done, int total, const QString& stage);
    void taskEnded();

private:
    struct Pending {
        quint64 id = 0;
        EngineCall call;
        bool cancelled = false;
        bool replayed = false;
    };
    /// Why the window itself ends a running engine.
    enum class Termination { None, Hang, Garbage, Cancel, Asked };

    void launch();
    void discardProcess();
    void dropChannel();
    /// Kills the process; nothing that it still says counts.
    void terminate(Termination why, const Error& error);
    void ended(const EngineEnding& ending);
    void failedToStart();
    void giveUp(const Error& error);
    void startAgainLater(const Error& error);
    void settleRunning(const Error& error, bool mayReplay);
    void sayHello();
    void receive(const EngineMessage& message);
    void receiveForRunning(const EngineMessage& message);
    void becomeReady();
    void sendNext();
    void setState(EngineState state);
    void failEverything(const Error& error);
    void watch();

    EngineCommand m_command;
    EngineTimings m_timings;
    RestartPolicy m_policy;
    EngineLog m_log;
    QProcess* m_process = nullptr;
    FrameChannel* m_channel = nullptr;
    EngineState m_state = EngineState::Off;
    Termination m_termination = Termination::None;
    Error m_terminationError;
    Error m_failure;
    std::shared_ptr<const Greeting> m_greeting;
    std::shared_ptr<const Description> m_description;
    std::deque<Pending> m_waiting;
    std::optional<Pending> m_running;
    quint64 m_lastId = 0;
    quint64 m_helloId = 0;
    quint64 m_describeId = 0;
    QElapsedTimer m_clock;
    QElapsedTimer m_silence; // since the last byte, or since the start
    QElapsedTimer m_watchPause; // since the last look; a machine that slept must not look like a hang
    QTimer m_watchTimer;
    QTimer m_restartTimer;
    QTimer m_cancelTimer;
};

} // namespace vitrine
