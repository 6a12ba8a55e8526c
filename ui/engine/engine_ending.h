// SPDX-License-Identifier: GPL-3.0-or-later
// What the end of an engine process means: in one sentence, in its last lines, and for whether it is started again.
#pragma once

#include "core/runtime/error.h"

#include <QByteArray>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace vitrine {

/// How a process ended by itself.
struct EngineEnding {
    QProcess::ExitStatus status = QProcess::NormalExit;
    int code = 0; ///< exit code, or the signal's number after a crash

    /// True when the same request may be sent once more: memory or device was lost, or a signal ended it.
    bool mayReplay() const;
    /// True when starting again cannot help: the program or its libraries are missing.
    bool isHopeless() const;
    /// "The engine crashed (SIGSEGV)." `lastLogLine` is quoted where it is the only reason known.
    Error toError(const QString& lastLogLine) const;
};

/// The program could not be started at all.
Error engineNotFound(const QString& program);
Error engineHangs(int seconds);

/// Keeps the newest lines; older ones and the ends of overlong ones are dropped.
class EngineLog {
public:
    static constexpr int maxLines = 500;
    static constexpr int maxLineLength = 4000;

    void append(const QByteArray& bytes);
    const QStringList& lines() const { return m_lines; }
    /// The last line with something in it, or an empty string.
    QString lastLine() const;

private:
    QStringList m_lines;
    QByteArray m_unfinished;
};

/// Waiting times of the engine's life; tests shorten them.
struct EngineTimings {
    std::chrono::milliseconds firstDelay { 500 }; ///< before the first restart, doubled for each one after it
    std::chrono::milliseconds maxDelay { 30'000 };
    std::chrono::milliseconds window { 60'000 }; ///< so many failures within it …
    int failuresInWindow = 5; ///< … and it is given up
    std::chrono::milliseconds silence { 10'000 }; ///< without any byte: the engine hangs
    std::chrono::milliseconds startLimit { 30'000 }; ///< until the first byte: libraries load, a connection is made
    std::chrono::milliseconds cancelGrace { 2'000 }; ///< from a cancel to the termination
};

/// Remembers failures. Times are milliseconds of any steady clock.
class RestartPolicy {
public:
    explicit RestartPolicy(const EngineTimings& timings)
        : m_timings(timings)
    {
    }

    /// Notes a failure at `now`. How long to wait before the next start; nothing when it is time to give up.
    std::optional<std::chrono::milliseconds> failedAt(qint64 now);
    bool hasFailures() const { return !m_failures.isEmpty(); }
    /// Forgets all failures.
    void reset() { m_failures.clear(); }

private:
    EngineTimings m_timings;
    QList<qint64> m_failures;
};

} // namespace vitrine
