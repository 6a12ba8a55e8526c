// SPDX-License-Identifier: GPL-3.0-or-later
// The merges of a byte-pair vocabulary: the list in the files, in the order of their ranks, and the table that is asked
// for every pair of neighbours in every word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

class JsonField;

/// Two tokens that are joined.
using TokenPair = std::pair<std::string, std::string>;

/// Reads merges.txt: one merge a line, its two tokens with one blank between. Lines that begin with "#version" are left
/// out. Throws Refusal naming the line: MalformedFile for another number of blanks, BadEncoding, TooLarge above ten
/// million lines or 256 MB.
std::vector<TokenPair> readMergesFile(std::string_view bytes);

/// Reads `merges` of tokenizer.json: lines as in merges.txt, or lists of two tokens.
std::vector<TokenPair> readMerges(const JsonField& list);

// Which two tokens make a third: asked for every pair of neighbours in every word.

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
