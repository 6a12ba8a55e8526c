// SPDX-License-Identifier: GPL-3.0-or-later
// Which two tokens make a third: asked for every pair of neighbours in every word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vitrine {

/// What becomes of two neighbouring tokens.
struct Merge {
    std::uint32_t rank; ///< the lowest is done first
    int id; ///< of the token that they make
};

class MergeTable {
public:
    /// Room for `count` merges.
    explicit MergeTable(std::size_t count);

    /// Adds a merge; a later one of the same two tokens replaces the earlier.
    void insert(int left, int right, Merge merge);
    /// The merge of two tokens, or null.
    const Merge* find(int left, int right) const;

private:
    struct Slot {
        std::uint64_t pair = 0;
        Merge merge { 0, -1 }; ///< the id −1: free
    };

    std::size_t firstSlot(std::uint64_t pair) const;

    std::vector<Slot> m_slots; ///< a power of two, at most half full; linear probing
    int m_shift = 0;
};

} // namespace vitrine
