// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/runtime/memory_meter.h"

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>

namespace vitrine {

class MemoryMeter::Counter : public c10::MemoryReportingInfoBase {
public:
    void reportMemoryUsage(void*, std::int64_t change, std::size_t, std::size_t, c10::Device) override
    {
        now += change;
        peak = std::max(peak, now);
    }
    bool memoryProfilingEnabled() const override { return true; }

    std::int64_t now = 0, peak = 0;
};

MemoryMeter::MemoryMeter()
    : m_counter(std::make_shared<Counter>())
    , m_guard(std::make_unique<c10::DebugInfoGuard>(c10::DebugInfoKind::PROFILER_STATE, m_counter))
{
}

MemoryMeter::~MemoryMeter() = default;

std::int64_t MemoryMeter::now() const { return m_counter->now; }
std::int64_t MemoryMeter::peak() const { return m_counter->peak; }

} // namespace vitrine
