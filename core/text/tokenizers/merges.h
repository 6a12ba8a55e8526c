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
    const Merge* find(int left, int right) const;

private:
    struct Slot {
        std::uint64_t pair = 0;
        Merge merge { 0, -1 }; ///< the id −1: vacant
    };

    std::size_t firstSlot(std::uint64_t pair) const;

    std::vector<Slot> m_slots; ///< a power of two, at most two thirds full; linear probing
    int m_shift = 0;
    std::uint64_t m_seed; ///< drawn anew for each table: a file that names the pairs cannot make them collide
    std::uint64_t m_factor;
};

} // namespace vitrine
