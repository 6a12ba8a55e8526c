// SPDX-License-Identifier: GPL-3.0-or-later
// What every reader of foreign bytes keeps to: time and memory in proportion to its input, and a sentence of at most
// 500 bytes when it refuses.
#pragma once

#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "tests/fuzz/require.h"
#include "tests/support/limits.h"

#include <algorithm>
#include <cstddef>
#include <ctime>

namespace vitrine {

/// What may be needed beside a multiple of the input.
struct Bounds {
    double secondsPerByte = 20e-6;
    std::int64_t bytesPerByte = 16;
};

/// The sentence of a refusal can stand on a screen: short, UTF-8, without control characters, and not about a bug.
inline void requireSentence(const Refusal& refusal)
{
    const Error& error = refusal.error();
    require(error.code != ErrorCode::Internal, "a refusal is about the input");
    require(!error.message.empty() && error.message.size() <= sentenceBytes, "a sentence has at most 500 bytes");
    require(isUtf8(error.message), "a sentence is UTF-8");
    require(
        std::none_of(error.message.begin(), error.message.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }),
        "a sentence has no control characters");
}

/// Runs `read`, whose Refusal is checked and ends it. True when it ended by itself.
template <typename Read> bool withinBounds(std::size_t inputBytes, const Bounds& bounds, Read&& read)
{
    constexpr double alwaysSeconds = 2; // of this process's work, so that a busy machine is no fault
    bool whole = false;
    const auto measured = [&] {
        const std::clock_t start = std::clock();
        try {
            read();
            whole = true;
        } catch (const Refusal& refusal) {
            requireSentence(refusal);
        }
        const double time = double(std::clock() - start) / CLOCKS_PER_SEC;
        require(
            time < alwaysSeconds + bounds.secondsPerByte * double(inputBytes), "time is in proportion to the input");
    };
#ifdef VITRINE_FUZZING // the sanitizer keeps what is freed; -rss_limit_mb and -malloc_limit_mb watch over memory there
    measured();
    (void)bounds.bytesPerByte;
#else
    constexpr std::int64_t alwaysBytes = std::int64_t(32) << 20;
    const std::int64_t grown = peakGrowth(measured);
    require(
        grown < alwaysBytes + bounds.bytesPerByte * std::int64_t(inputBytes), "memory is in proportion to the input");
#endif
    return whole;
}

} // namespace vitrine
