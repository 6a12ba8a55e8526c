// SPDX-License-Identifier: GPL-3.0-or-later
// One state machine for everything that can happen to an engine: it starts, answers, hangs, sends what cannot be read,
// ends, is terminated.
#include "ui/engine/engine_process.h"

#include "core/runtime/version.h"
#include "ui/engine/frame_channel.h"

#include <nlohmann/json.hpp>

#include <QProcess>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace vitrine {

namespace {

const Error cancelledError { ErrorCode::Cancelled, "Cancelled.", {}, {} };

void tellFailure(const EngineCall& call, const Error& error)
{
    if (call.onFailure)
        call.onFailure(error);
}

} // namespace

EngineProcess::EngineProcess(EngineCommand command, const EngineTimings& timings, QObject* parent)
    : QObject(parent)
    , m_command(std::move(command))
    , m_timings(timings)
    , m_policy(timings)
{
    m_clock.start();
    m_watchTimer.setInterval(
        std::clamp(m_timings.silence / 10, std::chrono::milliseconds(10), std::chrono::milliseconds(1000)));
    connect(&m_watchTimer, &QTimer::timeout, this, &EngineProcess::watch);
    m_restartTimer.setSingleShot(true);
    connect(&m_restartTimer, &QTimer::timeout, this, &EngineProcess::launch);
    m_cancelTimer.setSingleShot(true);
    m_cancelTimer.setInterval(m_timings.cancelGrace);
    connect(&m_cancelTimer, &QTimer::timeout, this, [this] { terminate(Termination::Cancel, cancelledError); });
}

EngineProcess::~EngineProcess()
{
    blockSignals(true);
    m_waiting.clear();
    m_running.reset();
    shutDown();
}

qint64 EngineProcess::processId() const { return m_process ? m_process->processId() : 0; }

void EngineProcess::setState(EngineState state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

// --- starting and stopping

void EngineProcess::start()
{
    if (m_state == EngineState::Off || m_state == EngineState::Failed)
        launch();
}

void EngineProcess::restart()
{
    m_policy.reset();
    m_restartTimer.stop();
    if (m_process)
        terminate(
            Termination::Asked, { ErrorCode::Cancelled, tr("The engine was restarted.").toStdString(), "engine", {} });
    else
        launch();
}

void EngineProcess::launch()
{
    discardProcess();
    m_termination = Termination::None;
    m_process = new QProcess(this);
    m_process->setProcessChannelMode(QProcess::SeparateChannels);
    m_process->setProcessEnvironment(engineEnvironment());
    m_channel = new FrameChannel(m_process, this);
    connect(m_channel, &FrameChannel::arrived, this, &EngineProcess::receive);
    connect(m_channel, &FrameChannel::heard, this, [this] { m_silence.start(); });
    connect(m_process, &QProcess::readyReadStandardError, this,
        [this] { m_log.append(m_process->readAllStandardError()); });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failedToStart();
    });
    connect(m_process, &QProcess::finished, this,
        [this](int code, QProcess::ExitStatus status) { ended({ status, code }); });
    setState(m_policy.hasFailures() ? EngineState::Restarting : EngineState::Starting);
    m_silence.start();
    m_watchPause.start();
    m_watchTimer.start();
    m_process->start(m_command.program, m_command.arguments);
    if (m_channel) // starting may fail at once
        sayHello();
}

void EngineProcess::discardProcess()
{
    m_watchTimer.stop();
    m_cancelTimer.stop();
    dropChannel();
    if (!m_process)
        return;
    disconnect(m_process, nullptr, this, nullptr);
    if (m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished(3000);
    }
    std::exchange(m_process, nullptr)->deleteLater();
}

/// Not deleted at once: this may run inside one of the channel's own signals.
void EngineProcess::dropChannel()
{
    if (!m_channel)
        return;
    disconnect(m_channel, nullptr, this, nullptr);
    disconnect(m_process, nullptr, m_channel, nullptr);
    std::exchange(m_channel, nullptr)->deleteLater();
}

void EngineProcess::shutDown(std::chrono::milliseconds patience)
{
    m_restartTimer.stop();
    m_watchTimer.stop();
    if (m_process && m_process->state() == QProcess::Running) {
        disconnect(m_process, &QProcess::finished, this, nullptr);
        if (m_running && m_channel)
            m_channel->send({ { "method", "cancel" }, { "params", { { "id", m_running->id } } } });
        m_process->closeWriteChannel();
        m_process->waitForFinished(int(patience.count()));
    }
    discardProcess();
    failEverything(cancelledError);
    m_greeting.reset();
    setState(EngineState::Off);
}

void EngineProcess::terminate(Termination why, const Error& error)
{
    if (!m_process || m_termination != Termination::None)
        return;
    m_termination = why;
    m_terminationError = error;
    dropChannel(); // nothing it still says counts
    m_process->kill();
}

void EngineProcess::failedToStart()
{
    discardProcess();
    giveUp(engineNotFound(m_command.program));
}

void EngineProcess::giveUp(const Error& error)
{
    m_failure = error;
    const bool told = m_running || !m_waiting.empty();
    setState(EngineState::Failed);
    failEverything(error);
    if (!told)
        Q_EMIT trouble(error);
}

void EngineProcess::startAgainLater(const Error& error)
{
    const auto delay = m_policy.failedAt(m_clock.elapsed());
    if (!delay) {
        giveUp({ error.code,
            tr("The engine ended %1 times within a minute and is not started again; last reason: %2")
                .arg(m_timings.failuresInWindow)
                .arg(QString::fromStdString(error.message))
                .toStdString(),
            "engine", m_log.lines().join(QLatin1Char('\n')).toStdString() });
        return;
    }
    setState(EngineState::Restarting);
    m_restartTimer.start(*delay);
}

/// What becomes of the call that ran when the engine went away.
void EngineProcess::settleRunning(const Error& error, bool mayReplay)
{
    if (!m_running) {
        if (error.code != ErrorCode::Cancelled)
            Q_EMIT trouble(error);
        return;
    }
    auto running = *std::exchange(m_running, {});
    Q_EMIT taskEnded();
    if (running.cancelled)
        return;
    if (mayReplay && !running.replayed) {
        running.replayed = true;
        m_waiting.push_front(std::move(running));
        Q_EMIT replaying(error);
        return;
    }
    tellFailure(running.call, error);
}

void EngineProcess::ended(const EngineEnding& ending)
{
    if (m_process)
        m_log.append(m_process->readAllStandardError());
    const auto why = std::exchange(m_termination, Termination::None);
    discardProcess();
    auto error = why == Termination::None ? ending.toError(m_log.lastLine()) : m_terminationError;
    error.detail = m_log.lines().join(QLatin1Char('\n')).toStdString();

    if (why == Termination::Cancel || why == Termination::Asked) {
        settleRunning(error, false);
        launch();
        return;
    }
    if (why == Termination::None && ending.isHopeless()) {
        giveUp(error);
        return;
    }
    settleRunning(error, why == Termination::None && ending.mayReplay());
    startAgainLater(error);
}

void EngineProcess::watch()
{
    const bool slept = m_watchPause.restart() > 3 * m_watchTimer.interval() + 500;
    if (slept)
        m_silence.start();
    const bool starting = m_state == EngineState::Starting || m_state == EngineState::Restarting;
    const auto limit = starting ? m_timings.startLimit : m_timings.silence;
    if (m_silence.elapsed() > limit.count())
        terminate(Termination::Hang, engineHangs(int(limit.count() / 1000)));
}

// --- messages

void EngineProcess::sayHello()
{
    m_helloId = ++m_lastId;
    m_describeId = ++m_lastId;
    const auto ask = [this](quint64 id, const char* method, ResultDecoder decoder) {
        m_channel->sendRequest(
            id, { { "id", id }, { "method", method }, { "params", nlohmann::json::object() } }, std::move(decoder));
    };
    ask(m_helloId, "hello", decoderOf<Greeting>());
    ask(m_describeId, "describe", decoderOf<Description>());
}

void EngineProcess::receive(const EngineMessage& message)
{
    if (message.kind == EngineMessage::Kind::Broken) {
        terminate(Termination::Garbage, message.error);
        return;
    }
    const bool isGreeting = message.id == m_helloId || message.id == m_describeId;
    if (isGreeting && message.kind == EngineMessage::Kind::Failure) {
        terminate(Termination::Garbage, message.error);
        return;
    }
    if (isGreeting && message.kind == EngineMessage::Kind::Answer) {
        if (message.id == m_helloId)
            m_greeting = std::static_pointer_cast<const Greeting>(message.result);
        else
            m_description = std::static_pointer_cast<const Description>(message.result);
        if (message.id == m_describeId)
            becomeReady();
        return;
    }
    if (m_running && message.id == m_running->id)
        receiveForRunning(message);
}

void EngineProcess::becomeReady()
{
    setState(EngineState::Ready);
    Q_EMIT ready();
    const auto version = m_greeting ? m_greeting->engine.version : std::string();
    if (version != vitrineVersion()) {
        const auto text = tr("The engine is version %1 and the window is %2; use the same version of both.")
                              .arg(QString::fromStdString(version), QString::fromStdString(vitrineVersion()));
        Q_EMIT trouble({ ErrorCode::BadArgument, text.toStdString(), "engine", {} });
    }
    sendNext();
}

void EngineProcess::receiveForRunning(const EngineMessage& message)
{
    const bool isEnd = message.kind == EngineMessage::Kind::Answer || message.kind == EngineMessage::Kind::Failure;
    if (!isEnd) {
        if (m_running->cancelled)
            return;
        const auto call = m_running->call; // a handler may cancel, and the call would go with it
        if (message.kind == EngineMessage::Kind::Progress) {
            Q_EMIT taskProgress(message.done, message.total, message.stage);
            if (call.onProgress)
                call.onProgress(message.done, message.total, message.stage);
        } else if (message.kind == EngineMessage::Kind::Partial && message.result && call.onPartial) {
            call.onPartial(message.result);
        }
        return;
    }
    m_cancelTimer.stop();
    const auto ended = *std::exchange(m_running, {});
    if (m_channel)
        m_channel->forget(ended.id);
    setState(EngineState::Ready);
    Q_EMIT taskEnded();
    if (!ended.cancelled) {
        if (message.kind == EngineMessage::Kind::Failure)
            tellFailure(ended.call, message.error);
        else if (ended.call.onResult)
            ended.call.onResult(message.result);
    }
    sendNext();
}

// --- calls

quint64 EngineProcess::submit(EngineCall call)
{
    const auto id = ++m_lastId;
    if (m_state == EngineState::Failed) {
        // Told later, not from inside this call: the caller does not know the id yet.
        QMetaObject::invokeMethod(
            this, [call = std::move(call), error = m_failure] { tellFailure(call, error); }, Qt::QueuedConnection);
        return id;
    }
    m_waiting.push_back({ id, std::move(call) });
    QMetaObject::invokeMethod(this, &EngineProcess::sendNext, Qt::QueuedConnection);
    return id;
}

void EngineProcess::sendNext()
{
    if (m_state != EngineState::Ready || m_running || m_waiting.empty() || !m_channel)
        return;
    m_running = std::move(m_waiting.front());
    m_waiting.pop_front();
    const auto& call = m_running->call;
    nlohmann::json message { { "id", m_running->id }, { "method", call.method }, { "params", call.params } };
    if (call.methodParams)
        message["params"]["parameters"] = *call.methodParams;
    m_channel->sendRequest(m_running->id, message, call.decoder);
    setState(EngineState::Busy);
    Q_EMIT taskStarted(m_running ? m_running->call.title : QString());
}

void EngineProcess::cancel(quint64 id)
{
    if (m_running && m_running->id == id && !m_running->cancelled) {
        m_running->cancelled = true;
        if (m_channel) {
            m_channel->send({ { "method", "cancel" }, { "params", { { "id", id } } } });
            m_cancelTimer.start();
        }
        const auto call = m_running->call;
        tellFailure(call, cancelledError);
        return;
    }
    const auto found
        = std::find_if(m_waiting.begin(), m_waiting.end(), [id](const Pending& pending) { return pending.id == id; });
    if (found == m_waiting.end())
        return;
    const auto call = std::move(found->call);
    m_waiting.erase(found);
    tellFailure(call, cancelledError);
}

void EngineProcess::cancelAll()
{
    std::vector<quint64> ids;
    for (const auto& pending : m_waiting)
        ids.push_back(pending.id);
    if (m_running)
        ids.push_back(m_running->id);
    for (const auto id : ids)
        cancel(id);
}

void EngineProcess::failEverything(const Error& error)
{
    std::deque<Pending> lost;
    lost.swap(m_waiting);
    if (m_running)
        lost.push_front(*std::exchange(m_running, {}));
    if (!lost.empty())
        Q_EMIT taskEnded();
    for (const auto& pending : lost) {
        if (!pending.cancelled)
            tellFailure(pending.call, error);
    }
}

} // namespace vitrine
