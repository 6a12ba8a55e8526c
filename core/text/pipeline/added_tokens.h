// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens that are found in the text as they stand, before it is cut into words: special tokens and additions to the
// vocabulary.
#pragma once

#include "core/runtime/progress.h"
#include "core/text/tokenizers/piece_trie.h"
#include "core/text/tokenizers/token_table.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

struct AddedToken {
    std::string content; ///< of at most maxTokenBytes
    int id = -1;
    bool special = false;
    bool normalized = false; ///< looked for after normalisation, in its own normalised form
    bool stripLeft = false; ///< takes the white space before it along
    bool stripRight = false;
    bool singleWord = false; ///< only where neither neighbour is a word character
};

/// Finds added tokens in a text: leftmost first, the longest of those that begin at one place.
class AddedTokenFinder {
public:
    AddedTokenFinder() = default;

    /// Adds a token that is looked for as `text`, at most maxTokenBytes; of equal texts the first counts.
    void add(std::string_view text, const AddedToken& token);
    /// Call once, after the last token.
    void finish();

    bool isEmpty() const { return m_tokens.empty(); }
    /// True when a token holds white space, so that a text must not be cut there beforehand.
    bool spansWhiteSpace() const;

    /// Bytes [begin, end) of the text, swallowed white space included.
    struct Match {
        std::size_t begin;
        std::size_t end;
        int id;
    };

    /// Where the search stands; one per text.
    struct Position {
        std::size_t scanned = 0; ///< the text before is done with
        std::size_t reached = 0; ///< end of the last match, white space included
    };

    /// The next match; special tokens are passed over when `specialAsText`. Throws Cancelled.
    std::optional<Match> next(
        std::string_view text, Position& position, bool specialAsText, const Progress* progress = nullptr) const;

private:
    struct Token {
        std::uint32_t start; ///< of its text in m_texts
        int id;
        bool special;
        bool stripLeft;
        bool stripRight;
        bool singleWord;
    };

    std::string_view textOf(int index) const { return m_texts.at(m_tokens[static_cast<std::size_t>(index)].start); }
    const Token* longestAt(std::string_view text) const;

    TokenTexts m_texts;
    std::vector<Token> m_tokens; ///< in the order of adding
    PieceTrie m_trie; ///< of indices in m_tokens
    std::vector<bool> m_firstBytes; ///< (256)
};

} // namespace vitrine
