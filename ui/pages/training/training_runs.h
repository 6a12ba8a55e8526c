// SPDX-License-Identifier: GPL-3.0-or-later
// Trains one seed after the other in an engine of its own, so that the window can go on explaining; and what a training
// says about its texts and its cost.
#pragma once

#include "core/results/training.h"
#include "ui/charts/any_result.h"
#include "ui/engine/request.h"

#include <QString>

namespace vitrine {

/// One seed of a series.
struct SeedRun {
    enum class State { Waiting, Running, Restarting, Paused, Finished, Failed };

    long seed = 0;
    QString output; ///< folder
    State state = State::Waiting;
    std::shared_ptr<const Training> training; ///< newest document; null before the first
};

/// The engine starts with the first run. Breaking off is safe at any time: the engine leaves a checkpoint, and the same
/// request goes on from it.
class TrainingRuns : public QObject {
    Q_OBJECT
public:
    enum class State { Idle, Running, Paused };

    explicit TrainingRuns(const EngineCommand& command, QObject* parent = nullptr);
    ~TrainingRuns() override;

    State state() const { return m_state; }
    const std::vector<SeedRun>& runs() const { return m_runs; }
    /// Index of the run that is worked on.
    std::size_t current() const { return m_current; }
    /// What there is of all runs; null before the first document.
    std::shared_ptr<const TrainingSeries> series() const;

    /// Trains `count` seeds from settings["seed"] upwards. One writes into settings["output"], several into seed-N
    /// below it.
    void start(const ParameterValues& settings, int count);
    void pause();
    /// Goes on where it was; with `anew`, the current seed forgets what lies in its folder.
    void resume(bool anew = false);
    /// Breaks off for good; what was trained so far stays.
    void stop();
    /// Reads the texts and times a step; planned() tells.
    void check(ParameterValues settings);
    bool isChecking() const { return m_check.isRunning(); }

Q_SIGNALS:
    void changed();
    void progressed(int done, int total, const QString& stage);
    void planned(const std::shared_ptr<const vitrine::Training>& training);
    void failed(const vitrine::Error& error);
    /// The engine died of `error` while it trained; it is started again by itself and goes on from the checkpoint.
    void interrupted(const vitrine::Error& error);

private:
    void next();
    void take(const std::shared_ptr<const Training>& training, SeedRun::State state);
    void fail(const Error& error);
    void setState(State state);

    EngineProcess m_engine; // before the requests that refer to it
    Request m_request;
    Request m_check;
    ParameterValues m_settings;
    std::vector<SeedRun> m_runs;
    std::size_t m_current = 0;
    State m_state = State::Idle;
    bool m_anew = false;
};

/// "9,600 texts to train on, 1,067 to validate · 2 classes · left out: duplicates 12".
QString textFacts(const Training& training);
/// "1,234,567 parameters · 300 steps · about 4 min a seed · about 210 MB for the backward pass, 2 segments recomputed".
QString costFacts(const Training& training, int seeds);
/// "4 min", "1 h 20 min", "12 s".
QString duration(double seconds);

} // namespace vitrine
