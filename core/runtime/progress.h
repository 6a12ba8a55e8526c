// SPDX-License-Identifier: GPL-3.0-or-later
// How long work tells how far it is and learns that nobody wants it any more.
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

/// Shared by the one who asks and the one who works; copies refer to the same flag.
class CancelToken {
public:
    void cancel() { m_flag->store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_flag->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag = std::make_shared<std::atomic<bool>>(false);
};

/// What running work sees of the outside world. A default-made one reports to nobody and is never cancelled.
class Progress {
public:
    using Sink = std::function<void(int done, int total, std::string_view stage)>;

    Progress() = default;
    Progress(CancelToken token, Sink sink)
        : m_token(std::move(token))
        , m_sink(std::move(sink))
    {
    }

    /// Throws Cancelled if asked to stop; reports nothing.
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

    /// Cancelled together with this one, but reports to nobody: for parts of a longer work.
    Progress withoutReports() const { return { m_token, {} }; }

private:
    CancelToken m_token;
    Sink m_sink;
};

} // namespace vitrine
