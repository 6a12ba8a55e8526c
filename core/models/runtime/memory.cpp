// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/runtime/memory.h"

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>
#include <chrono>
#include <cmath>

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

namespace {

/// constant + texts·(linear·L + square·L²), through what was measured for (1, l), (2, l) and (1, 2l).
struct Growth {
    double constant = 0, linear = 0, square = 0;

    Growth(double one, double two, double twice, double length)
    {
        const double each = two - one; // linear·l + square·l²
        constant = one - each;
        const double longer = twice - constant; // 2·linear·l + 4·square·l²
        square = std::max(0.0, (longer - 2 * each) / (2 * length * length));
        linear = each / length - square * length;
    }
    double at(double texts, double length) const
    {
        return constant + texts * (linear * length + square * length * length);
    }
};

} // namespace

PassCost measuredCost(const Pass& pass, std::int64_t batch, std::int64_t length)
{
    const MemoryMeter meter;
    const auto start = std::chrono::steady_clock::now();
    pass(batch, length);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    return { meter.peak(), time.count() };
}

std::int64_t forecastBytes(const Pass& pass, std::int64_t batch, std::int64_t length)
{
    const std::int64_t part = length / 4;
    if (part < 2)
        return measuredCost(pass, batch, length).bytes;
    measuredCost(pass, 1, part); // the first pass also pays for what is made once
    const auto bytes
        = [&](std::int64_t texts, std::int64_t tokens) { return double(measuredCost(pass, texts, tokens).bytes); };
    const double one = bytes(1, part), two = bytes(2, part), twice = bytes(1, 2 * part);
    return std::llround(Growth(one, two, twice, double(part)).at(double(batch), double(length)));
}

std::int64_t forecastBatchBytes(const Pass& pass, std::int64_t batch, std::int64_t length)
{
    const std::int64_t half = batch / 2, more = batch * 3 / 4;
    if (half == more)
        return measuredCost(pass, batch, length).bytes;
    measuredCost(pass, 1, length); // the first pass also pays for what is made once
    const auto first = measuredCost(pass, half, length).bytes;
    const auto second = measuredCost(pass, more, length).bytes;
    return second + std::llround(double(batch - more) / double(more - half) * double(second - first));
}

} // namespace vitrine
