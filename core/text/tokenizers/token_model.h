// SPDX-License-Identifier: GPL-3.0-or-later
// The step that turns one word into ids of the vocabulary.
#pragma once

#include "core/text/tokenizers/vocabulary.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One piece of normalised text. `starts` has the byte where each character begins, and utf8.size() at the end.
struct Word {
    std::string_view utf8;
    std::span<const std::uint32_t> starts; // (characters + 1)

    std::uint32_t characters() const { return static_cast<std::uint32_t>(starts.size() - 1); }
};

/// A token of a word: characters [first, last) of it.
struct WordToken {
    int id;
    std::uint32_t first;
    std::uint32_t last;
};

/// Constant after construction.
class TokenModel {
public:
    virtual ~TokenModel() = default;

    /// Appends the tokens of a word that is not empty, in order. Throws nothing but Cancelled, which long words hear.
    /// Takes time in proportion to the word, times its logarithm at most; a token has maxTokenBytes at most.
    virtual void tokenize(const Word& word, std::vector<WordToken>& out, const Progress* progress = nullptr) const = 0;

    virtual const Vocabulary& vocabulary() const = 0;
    virtual std::optional<int> unknownId() const = 0;
    /// For people: "WordPiece".
    virtual std::string title() const = 0;
};

} // namespace vitrine
