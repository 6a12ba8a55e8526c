// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/memory_forecast.h"

#include "core/models/memory_meter.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace vitrine {
namespace {

    /// constant + probes·(linear·L + square·L²), through what was measured for (1, l), (2, l) and (1, 2l).
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
        double at(double probes, double length) const { return constant + probes * (linear * length + square * length * length); }
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

PassCost forecastCost(const Pass& pass, std::int64_t batch, std::int64_t length, std::int64_t probe)
{
    const std::int64_t part = length / 4;
    if (part < 2)
        return measuredCost(pass, batch, length);
    measuredCost(pass, probe, part); // the first pass also pays for what is made once
    const auto one = measuredCost(pass, probe, part);
    const auto two = measuredCost(pass, 2 * probe, part);
    const auto twice = measuredCost(pass, probe, 2 * part);
    const Growth bytes(double(one.bytes), double(two.bytes), double(twice.bytes), double(part));
    const Growth seconds(one.seconds, two.seconds, twice.seconds, double(part));
    const double probes = double(batch) / double(probe);
    return { std::llround(bytes.at(probes, double(length))), std::max(0.0, seconds.at(probes, double(length))) };
}

} // namespace vitrine
