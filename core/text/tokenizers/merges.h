// SPDX-License-Identifier: GPL-3.0-or-later
// The merges of a byte-pair vocabulary: the list in the files, in the order of their ranks, and the table that is asked
// for every pair of neighbours in every word.
#pragma once

#include "core/runtime/progress.h"
#include "core/text/tokenizers/token_table.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

struct JsonMember;

/// Pairs of tokens that are joined, by rank.
class MergeList {
public:
    /// Room for the merges of a file of so many bytes; memory is taken when it is used.
    void reserve(std::size_t fileBytes) { m_texts.reserve(fileBytes); }
    /// Adds two tokens of at most maxTokenBytes.
    void add(std::string_view left, std::string_view right);
    std::size_t size() const { return m_size; }

    /// Calls `take(rank, left, right)` for all, by rank.
    template <typename Take> void forEach(Take&& take) const
    {
        std::size_t rank = 0;
        for (std::uint32_t at = 0; at < m_texts.size(); ++rank) {
            const std::string_view left = m_texts.at(at);
            at = m_texts.after(at);
            take(rank, left, m_texts.at(at));
            at = m_texts.after(at);
        }
    }

private:
    TokenTexts m_texts; ///< left and right by turns
    std::size_t m_size = 0;
};

/// Reads merges.txt: one merge a line, its two tokens with one blank between. Lines that begin with "#version" are left
/// out. Throws Refusal naming the line: MalformedFile for another number of blanks, BadEncoding, TooLarge above ten
/// million lines, 256 MB or maxTokenBytes a token.
MergeList readMergesFile(std::string_view bytes, const Progress& progress = {});

/// Takes one element of `merges` of tokenizer.json: a line as in merges.txt, or a list of two tokens.
void takeMerge(const JsonMember& element, std::string_view file, MergeList& merges);

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
    const Merge* find(int left, int right) const
    {
        const std::uint64_t pair = keyOf(left, right);
        const std::uint64_t hash = hashOf(pair);
        // Most neighbours have no merge, and a small table of bits tells that of nearly all of them.
        if ((m_present[hash >> m_presentShift] >> (hash & 63) & 1) == 0)
            return nullptr;
        for (std::size_t at = hash >> m_shift; m_slots[at].merge.id >= 0; at = (at + 1) & (m_slots.size() - 1)) {
            if (m_slots[at].pair == pair)
                return &m_slots[at].merge;
        }
        return nullptr;
    }

private:
    struct Slot {
        std::uint64_t pair = 0;
        Merge merge { 0, -1 }; ///< the id −1: vacant
    };

    /// Both ids in one number.
    static std::uint64_t keyOf(int left, int right)
    {
        return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32) | static_cast<std::uint32_t>(right);
    }

    /// Spread by a secret factor and, from its upper half down, by the golden ratio. The upper bits tell the place.
    std::uint64_t hashOf(std::uint64_t pair) const
    {
        std::uint64_t mixed = (pair ^ m_seed) * m_factor;
        mixed ^= mixed >> 32;
        return mixed * 0x9E3779B97F4A7C15u;
    }

    std::vector<Slot> m_slots; ///< a power of two, at most two thirds full; linear probing
    std::vector<std::uint64_t> m_present; ///< a power of two; some eight bits for each merge
    int m_shift = 0;
    int m_presentShift = 0;
    std::uint64_t m_seed; ///< drawn anew for each table: a file that names the pairs cannot make them collide
    std::uint64_t m_factor;
};

} // namespace vitrine
