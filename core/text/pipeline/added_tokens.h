// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens that are found in the text as they stand, before it is cut into words: special tokens and additions to the
// vocabulary.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

struct AddedToken {
    std::string content;
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
    explicit AddedTokenFinder(std::vector<AddedToken> tokens);

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

    /// The next match; special tokens are passed over when `specialAsText`.
    std::optional<Match> next(std::string_view text, Position& position, bool specialAsText) const;

private:
    const AddedToken* longestAt(std::string_view text) const;

    std::vector<AddedToken> m_tokens; ///< sorted by content
    std::vector<bool> m_firstBytes; ///< (256)
};

} // namespace vitrine
