// SPDX-License-Identifier: GPL-3.0-or-later
// Progress reports of long work, and the request to cancel it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

namespace vitrine {

/// Thrown by Progress::step() when the work was cancelled; caught where requests are answered, nowhere else.
struct Cancelled : std::exception {
    const char* what() const noexcept override { return "cancelled"; }
};

/// Shared by the caller and the work. Copies refer to the same flag.
class CancelToken {
public:
    void cancel() { m_flag->store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_flag->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag = std::make_shared<std::atomic<bool>>(false);
};

/// Passed to running work. A default-constructed Progress reports nothing and is never cancelled.
class Progress {
public:
    using Sink = std::function<void(int done, int total, std::string_view stage)>;

    Progress() = default;
    Progress(CancelToken token, Sink sink)
        : m_token(std::move(token))
        , m_sink(std::move(sink))
    {
    }

    /// Throws Cancelled if cancelling was requested. Reports nothing.
    void check() const
    {
        if (m_token.isCancelled())
            throw Cancelled();
    }

    /// Call between two units of work (an evaluation, a batch, 1,000 pivots). `stage` is a short word such as
    /// "loading" or "integrating"; `total` may be an estimate. Throws Cancelled if asked to stop.
    void step(int done, int total, std::string_view stage) const
    {
        check();
        if (m_sink)
            m_sink(done, total, stage);
    }

    /// Is cancelled together with this one, but reports nothing. For parts of a longer computation.
    Progress withoutReports() const { return { m_token, {} }; }

private:
    CancelToken m_token;
    Sink m_sink;
};

/// Progress::check() for loops whose rounds are short: asks at every 4,096th call. Null or never cancelled: costs a
/// count.
class PeriodicCheck {
public:
    explicit PeriodicCheck(const Progress* progress)
        : m_progress(progress)
    {
    }

    void operator()()
    {
        if ((++m_calls & 4095u) == 0 && m_progress)
            m_progress->check();
    }

private:
    const Progress* m_progress;
    unsigned m_calls = 0;
};

} // namespace vitrine
