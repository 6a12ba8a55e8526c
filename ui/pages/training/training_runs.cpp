// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_runs.h"

#include <QDir>

#include <algorithm>
#include <utility>

namespace vitrine {

namespace {

using namespace std::chrono_literals;

/// A cancelled training writes its checkpoint first, which may take long on a slow disk.
EngineTimings patientTimings()
{
    EngineTimings timings;
    timings.cancelGrace = 60s;
    return timings;
}

} // namespace

TrainingRuns::TrainingRuns(const EngineCommand& command, QObject* parent)
    : QObject(parent)
    , m_engine(command, patientTimings())
    , m_request(m_engine, tr("Training"))
    , m_check(m_engine, tr("Checking"))
{
    connect(&m_request, &Request::progressChanged, this, &TrainingRuns::progressed);
    connect(&m_check, &Request::progressChanged, this, &TrainingRuns::progressed);
    connect(&m_request, &Request::failed, this, &TrainingRuns::fail);
    connect(&m_check, &Request::failed, this, &TrainingRuns::failed);
    connect(&m_check, &Request::runningChanged, this, &TrainingRuns::changed);
    connect(&m_engine, &EngineProcess::trouble, this, &TrainingRuns::failed);
    connect(&m_engine, &EngineProcess::replaying, this, [this](const Error& error) {
        if (m_state != State::Running)
            return; // a check, which nobody misses
        m_runs[m_current].state = SeedRun::State::Restarting;
        Q_EMIT changed();
        Q_EMIT interrupted(error);
    });
}

TrainingRuns::~TrainingRuns()
{
    if (m_state == State::Running)
        m_engine.shutDown(2s);
}

std::shared_ptr<const TrainingSeries> TrainingRuns::series() const
{
    auto series = std::make_shared<TrainingSeries>();
    for (const auto& run : m_runs) {
        if (run.training)
            series->runs.push_back(run.training);
    }
    return series->runs.empty() ? nullptr : series;
}

void TrainingRuns::setState(State state)
{
    m_state = state;
    Q_EMIT changed();
}

void TrainingRuns::start(const ParameterValues& settings, int count)
{
    const auto valueOf = [&](const char* name) {
        const auto found = settings.find(name);
        return found == settings.end() ? QString() : QString::fromStdString(found->second);
    };
    m_settings = settings;
    m_current = 0;
    m_anew = false;
    m_runs.clear();
    const auto first = valueOf("seed").isEmpty() ? 1 : valueOf("seed").toLong();
    const auto output = valueOf("output");
    for (long seed = first; seed < first + count; ++seed)
        m_runs.push_back({ seed,
            count == 1 || output.isEmpty() ? output : QDir(output).filePath(QStringLiteral("seed-%1").arg(seed)),
            SeedRun::State::Waiting, {} });
    m_engine.start();
    next();
}

void TrainingRuns::next()
{
    if (m_current == m_runs.size()) {
        --m_current;
        setState(State::Idle);
        return;
    }
    auto& run = m_runs[m_current];
    run.state = SeedRun::State::Running;
    auto settings = m_settings;
    settings["seed"] = std::to_string(run.seed);
    settings["output"] = run.output.toStdString();
    if (std::exchange(m_anew, false))
        settings["again"] = "true";
    m_request.start<Training>(
        "train", std::move(settings),
        [this](const std::shared_ptr<const Training>& training) {
            take(training, SeedRun::State::Finished);
            ++m_current;
            next();
        },
        [this](const std::shared_ptr<const Training>& training) { take(training, SeedRun::State::Running); });
    setState(State::Running);
}

void TrainingRuns::take(const std::shared_ptr<const Training>& training, SeedRun::State state)
{
    m_runs[m_current].training = training;
    m_runs[m_current].state = state;
    Q_EMIT changed();
}

/// What has steps behind it can be resumed once the cause is gone; what never began had better be asked for
/// differently.
void TrainingRuns::fail(const Error& error)
{
    m_runs[m_current].state = SeedRun::State::Failed;
    const bool begun = std::any_of(
        m_runs.begin(), m_runs.end(), [](const SeedRun& run) { return run.training && run.training->step > 0; });
    setState(begun ? State::Paused : State::Idle);
    Q_EMIT failed(error);
}

void TrainingRuns::pause()
{
    if (m_state != State::Running)
        return;
    m_request.cancel();
    m_runs[m_current].state = SeedRun::State::Paused;
    setState(State::Paused);
}

void TrainingRuns::resume(bool anew)
{
    if (m_state == State::Running || m_current >= m_runs.size())
        return;
    m_anew = anew;
    m_engine.start();
    next();
}

void TrainingRuns::stop()
{
    pause();
    m_check.cancel();
    if (m_state == State::Paused)
        setState(State::Idle);
}

void TrainingRuns::check(ParameterValues settings)
{
    settings["dry-run"] = "true";
    m_engine.start();
    m_check.start<Training>("train", std::move(settings),
        [this](const std::shared_ptr<const Training>& training) { Q_EMIT planned(training); });
}

} // namespace vitrine
