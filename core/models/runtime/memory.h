// SPDX-License-Identifier: GPL-3.0-or-later
// Memory of tensors while something is computed: counted as LibTorch's allocators report it, and forecast for a large
// pass from smaller ones.
#pragma once

#include <cstdint>
#include <functional>
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

// What a forward and backward pass will need, from smaller passes: memory is a constant and, for each text, something
// that grows with its length and with the square of it (attention). No formula of a family has to be known for that.

/// Of one pass.
struct PassCost {
    std::int64_t bytes = 0; ///< most that tensors take at one time, weights not counted
    double seconds = 0;
};

/// Runs a forward and backward pass over `batch` texts of `length` tokens.
using Pass = std::function<void(std::int64_t batch, std::int64_t length)>;

/// Runs it once.
PassCost measuredCost(const Pass& pass, std::int64_t batch, std::int64_t length);

/// Bytes, from running `pass` on four shorter texts or fewer. `length` must be 8 at least, else it is simply measured.
/// For passes that make no gradients of weights: those would outweigh everything else of so short a text.
std::int64_t forecastBytes(const Pass& pass, std::int64_t batch, std::int64_t length);

/// Bytes of a step of training, from running `pass` on a half and on three quarters of the batch, texts at their full
/// length. The peak of memory is convex in the batch, the larger of what gradients of weights and what the graph needs;
/// from a half on the graph is nearly always the larger. Of fewer than three texts the whole batch is measured.
std::int64_t forecastBatchBytes(const Pass& pass, std::int64_t batch, std::int64_t length);

} // namespace vitrine
