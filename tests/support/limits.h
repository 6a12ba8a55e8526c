// SPDX-License-Identifier: GPL-3.0-or-later
// Time and memory of a call, for tests of hostile input. Bounds in tests are generous for slow machines.
#pragma once

#include <chrono>
#include <cstdint>
#include <fstream>
#include <malloc.h>
#include <string>

namespace vitrine {

/// Seconds that `call` takes.
template <typename Call> double seconds(Call&& call)
{
    const auto start = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A field of /proc/self/status in bytes: "VmRSS", "VmHWM".
inline std::int64_t processMemory(const char* field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(field))
            return std::stoll(line.substr(line.find_first_of("0123456789"))) * 1024;
    }
    return 0;
}

/// Bytes by which the resident memory of this process grows at most while `call` runs.
template <typename Call> std::int64_t peakGrowth(Call&& call)
{
    malloc_trim(0); // what was freed before must not hide what is taken now
    std::ofstream("/proc/self/clear_refs") << "5"; // forgets the former peak
    const std::int64_t before = processMemory("VmRSS");
    call();
    return processMemory("VmHWM") - before;
}

} // namespace vitrine
