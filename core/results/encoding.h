// SPDX-License-Identifier: GPL-3.0-or-later
// A text as its model sees it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine {

/// Tokens of one text or text pair. All vectors have one entry per token (L).
struct Encoding {
    static constexpr const char* kind = "encoding";

    std::string text; ///< UTF-8 as given; a byte that was no UTF-8 is U+FFFD, so that offsets fit
    std::optional<std::string> pair; ///< the second text, if any
    std::vector<int> ids;
    std::vector<std::string> tokens; ///< the vocabulary's entry of each id
    std::vector<std::pair<int, int>>
        offsets; ///< [begin, end) in Unicode code points of the token's own text; (0,0) if added
    std::vector<bool> special; ///< true where the tokenizer added the token itself ([CLS], [SEP])
    std::vector<int> segments; ///< token type: 0 for the first text, 1 for the second
    std::vector<int> words; ///< index of the word a token belongs to; -1 for special tokens. A word is a maximal run of
                            ///< tokens that came from one pre-token
    std::vector<int>
        graphemes; ///< index of the smallest group of tokens that cuts no grapheme cluster; -1 for special tokens
    std::optional<int> truncatedAt; ///< code point of the first text where reading stopped, if the text was too long
    int droppedTokens = 0; ///< how many tokens were cut off, over both texts

    std::size_t size() const { return ids.size(); }

    static void fields(auto& visit, auto& encoding)
    {
        visit("text", encoding.text);
        visit("pair", encoding.pair);
        visit("ids", encoding.ids);
        visit("tokens", encoding.tokens);
        visit("offsets", encoding.offsets);
        visit("special", encoding.special);
        visit("segments", encoding.segments);
        visit("words", encoding.words);
        visit("graphemes", encoding.graphemes);
        visit("truncated_at", encoding.truncatedAt);
        visit("dropped_tokens", encoding.droppedTokens);
    }
    bool operator==(const Encoding&) const = default;
};

} // namespace vitrine
