// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory tensors take while something is computed, counted as LibTorch's allocators report it; the CPU's too,
// which keeps no count.
#pragma once

#include <cstdint>
#include <memory>

namespace c10 {
class DebugInfoGuard;
}

namespace vitrine {

/// Counts what this thread allocates and frees of what it allocated, from its making on. One at a time.
class MemoryMeter {
public:
    MemoryMeter();
    ~MemoryMeter();
    MemoryMeter(const MemoryMeter&) = delete;
    MemoryMeter& operator=(const MemoryMeter&) = delete;

    std::int64_t now() const; ///< bytes
    std::int64_t peak() const; ///< largest now() so far

private:
    class Counter;
    std::shared_ptr<Counter> m_counter;
    std::unique_ptr<c10::DebugInfoGuard> m_guard;
};

} // namespace vitrine
