// SPDX-License-Identifier: GPL-3.0-or-later
// Does a text share so much with others that knowing one is knowing the other?
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace vitrine {

/// Remembers texts. Only letters and numbers count, in lower case: blanks and punctuation differ between copies of a
/// text.
class LeakFilter {
public:
    static constexpr std::size_t run = 20; ///< letters and numbers in a row

    /// `text` is UTF-8.
    void add(std::string_view text);
    /// True when a remembered text is the same, or shares `run` letters and numbers in a row.
    bool knows(std::string_view text) const;

private:
    std::unordered_set<std::uint64_t> m_runs; // 64 bits of each: two that differ meet once in 10¹⁹ pairs
    std::unordered_set<std::uint64_t> m_whole;
};

/// The same for whole texts only: a number that equal texts share.
std::uint64_t textFingerprint(std::string_view text);

} // namespace vitrine
