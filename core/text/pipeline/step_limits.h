// SPDX-License-Identifier: GPL-3.0-or-later
// What the steps of a pipeline may make of a text. Files may hold any chain of steps, and two that write a thousand
// characters for one make a million.
#pragma once

#include "core/runtime/progress.h"

#include <cstddef>
#include <limits>

namespace vitrine {

/// Characters that steps may make of each byte of a text. Unicode's longest replacement makes 6 of a byte (U+FDFA: 3
/// bytes, 18 letters), 11 where they are written as bytes; blanks around ideographs make 1, names of line ends a dozen.
inline constexpr std::size_t charactersPerByte = 16;
/// Characters that steps may add to a text however short it is.
inline constexpr std::size_t charactersAlways = 4096;

/// Steps of a kind that a tokenizer may have. Each goes over the whole text; published ones have some ten.
inline constexpr std::size_t maxSteps = 256;

/// Given to every step that rewrites or cuts a text.
class StepLimits {
public:
    /// No limit, and never cancelled.
    StepLimits() = default;
    StepLimits(std::size_t characters, const Progress* progress)
        : m_characters(characters)
        , m_progress(progress)
    {
    }

    /// Call before or while so many characters are made. Throws Refusal(TooLarge) beyond the limit; Cancelled.
    void check(std::size_t characters) const;

    const Progress* progress() const { return m_progress; }

private:
    std::size_t m_characters = std::numeric_limits<std::size_t>::max();
    const Progress* m_progress = nullptr;
};

/// Throws Refusal(TooLarge): the steps make more of a text than they may.
[[noreturn]] void refuseGrowth();

} // namespace vitrine
