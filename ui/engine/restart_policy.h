// SPDX-License-Identifier: GPL-3.0-or-later
// When an engine that ended is started again, and when it is not.
#pragma once

#include <QList>

#include <chrono>
#include <optional>

namespace vitrine {

/// Waiting times of the engine's life; tests shorten them.
struct EngineTimings {
    std::chrono::milliseconds firstDelay { 500 }; ///< before the first restart, doubled for each one after it
    std::chrono::milliseconds longestDelay { 30'000 };
    std::chrono::milliseconds window { 60'000 }; ///< so many failures within it …
    int failuresInWindow = 5; ///< … and it is given up
    std::chrono::milliseconds silence { 10'000 }; ///< without any byte: the engine hangs
    std::chrono::milliseconds startLimit { 30'000 }; ///< until the first byte: libraries load, a connection is made
    std::chrono::milliseconds cancelGrace { 2'000 }; ///< from a cancel to the kill
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
