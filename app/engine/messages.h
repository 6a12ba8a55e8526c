// SPDX-License-Identifier: GPL-3.0-or-later
// What a run says to a person on standard error: progress on one line, notes, and why it was refused.
#pragma once

#include "core/runtime/error.h"

#include <chrono>
#include <string>
#include <string_view>

namespace vitrine {

/// Standard error of one run.
class Messages {
public:
    /// `quiet`: no notes. `progress`: a line of progress, which is overwritten and cleared.
    Messages(bool quiet, bool progress)
        : m_quiet(quiet)
        , m_progress(progress)
    {
    }
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;
    ~Messages() { clear(); }

    /// "loading 3/10"; of a long stage also the rate and the time that is left.
    void progress(int done, int total, std::string_view stage);
    void note(const std::string& sentence);
    void refusal(const Error& error);
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    bool m_quiet;
    bool m_progress;
    bool m_shown = false;
    std::string m_stage;
    int m_first = 0; // done when the stage began
    Clock::time_point m_begin;
    Clock::time_point m_last;
};

/// "85/s, 2 min left": of `done` pieces out of `total` (0: not known) in `seconds`. Empty when nothing can be said yet.
std::string paceOf(double seconds, int done, int total);

} // namespace vitrine
