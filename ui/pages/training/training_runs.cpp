// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_runs.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>
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

QString tr(const char* text) { return QCoreApplication::translate("vitrine::TrainingFacts", text); }
QString number(qlonglong value) { return QLocale().toString(value); }
const auto separator = QStringLiteral(" · ");

int recomputedSegments(const Training& training)
{
    for (const auto& setting : training.settings) {
        if (setting.name == "recompute")
            return QString::fromStdString(setting.value).toInt();
    }
    return 0;
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

QString duration(double seconds)
{
    if (!(seconds >= 0) || seconds > 1e8)
        return QStringLiteral("—");
    const auto whole = std::llround(seconds);
    if (whole < 90)
        return tr("%1 s").arg(number(whole));
    const auto minutes = (whole + 30) / 60;
    return minutes < 60 ? tr("%1 min").arg(number(minutes))
                        : tr("%1 h %2 min").arg(number(minutes / 60), number(minutes % 60));
}

QString textFacts(const Training& training)
{
    const auto& data = training.data;
    QStringList parts { tr("%1 texts to train on, %2 to validate").arg(number(data.used), number(data.validation)),
        tr("%1 classes").arg(training.labels.size()) };
    if (data.unlabelled > 0)
        parts << tr("%1 without labels").arg(number(data.unlabelled));
    QStringList out;
    const auto add = [&](const QString& why, long count) {
        if (count > 0)
            out << QStringLiteral("%1 %2").arg(why, number(count));
    };
    add(tr("duplicates"), data.duplicates);
    add(tr("with two labels"), data.contradicting);
    add(tr("also in validation or test"), data.leaked);
    add(tr("unreadable"), data.bad);
    if (!out.isEmpty())
        parts << tr("left out: %1").arg(out.join(QStringLiteral(", ")));
    return parts.join(separator);
}

QString costFacts(const Training& training, int seeds)
{
    const auto& cost = training.cost;
    QStringList parts { tr("%1 parameters").arg(number(training.parameters)),
        tr("%1 steps").arg(number(training.steps)) };
    if (cost.forecastSeconds > 0) {
        const auto time
            = cost.forecastSeconds < 1 ? tr("less than 1 s") : tr("about %1").arg(duration(cost.forecastSeconds));
        parts << (seeds > 1 ? tr("%1 a seed").arg(time) : time);
    }
    const auto bytes = [](long long count) { return QLocale().formattedDataSize(count, 0, QLocale::DataSizeSIFormat); };
    if (cost.bytes > 0)
        parts << tr("%1 for the backward pass, measured").arg(bytes(cost.bytes));
    else if (cost.forecastBytes > 0)
        parts << tr("about %1 for the backward pass").arg(bytes(cost.forecastBytes));
    if (const int segments = recomputedSegments(training); segments > 0)
        parts.back() += tr(", recomputed in %1 segments").arg(segments);
    return parts.join(separator);
}

} // namespace vitrine
