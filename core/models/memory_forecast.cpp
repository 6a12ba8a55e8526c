// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/memory_forecast.h"

#include "core/models/memory_meter.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace vitrine {
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
        double at(double texts, double length) const { return constant + texts * (linear * length + square * length * length); }
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

PassCost forecastCost(const Pass& pass, std::int64_t batch, std::int64_t length)
{
    const std::int64_t part = length / 4;
    if (part < 2)
        return measuredCost(pass, batch, length);
    measuredCost(pass, 1, part); // the first pass also pays for what is made once
    const auto one = measuredCost(pass, 1, part);
    const auto two = measuredCost(pass, 2, part);
    const auto twice = measuredCost(pass, 1, 2 * part);
    const Growth bytes(double(one.bytes), double(two.bytes), double(twice.bytes), double(part));
    const Growth seconds(one.seconds, two.seconds, twice.seconds, double(part));
    return { std::llround(bytes.at(double(batch), double(length))), std::max(0.0, seconds.at(double(batch), double(length))) };
}

PassCost forecastBatchCost(const Pass& pass, std::int64_t batch, std::int64_t length)
{
    const std::int64_t half = batch / 2, more = batch * 3 / 4;
    if (half == more)
        return measuredCost(pass, batch, length);
    measuredCost(pass, 1, length); // the first pass also pays for what is made once
    const auto first = measuredCost(pass, half, length);
    const auto second = measuredCost(pass, more, length);
    const double further = double(batch - more) / double(more - half);
    return { second.bytes + std::llround(further * double(second.bytes - first.bytes)),
        second.seconds + std::max(0.0, further * (second.seconds - first.seconds)) };
}

} // namespace vitrine
