// SPDX-License-Identifier: GPL-3.0-or-later
// Only failures inside the window count, so an engine that dies once a day starts again at once each time.
#include "ui/engine/restart_policy.h"

#include <algorithm>

namespace vitrine {

std::optional<std::chrono::milliseconds> RestartPolicy::failedAt(qint64 now)
{
    const auto oldest = now - m_timings.window.count();
    m_failures.erase(
        std::remove_if(m_failures.begin(), m_failures.end(), [oldest](qint64 time) { return time < oldest; }),
        m_failures.end());
    m_failures.append(now);
    if (m_failures.size() >= m_timings.failuresInWindow)
        return {};
    const auto doublings = std::min<qsizetype>(m_failures.size() - 1, 16);
    return std::min(std::chrono::milliseconds(m_timings.firstDelay.count() << doublings), m_timings.longestDelay);
}

} // namespace vitrine
