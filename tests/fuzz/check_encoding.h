// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every encoding, whatever the tokenizer and the text.
#pragma once

#include "core/io/files/utf8.h"
#include "core/text/tokenizers/tokenizer.h"
#include "tests/fuzz/require.h"

#include <algorithm>

namespace vitrine {

inline int countCodePoints(const std::string& text)
{
    return static_cast<int>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u; }));
}

/// Encodes `text` and ends the process when a property does not hold.
inline void checkEncoding(const Tokenizer& tokenizer, std::string_view text, const EncodeOptions& options)
{
    const Encoding encoding = tokenizer.encode(text, std::nullopt, options);
    const std::size_t count = encoding.size();
    require(encoding.tokens.size() == count && encoding.offsets.size() == count && encoding.special.size() == count
            && encoding.segments.size() == count && encoding.words.size() == count
            && encoding.graphemes.size() == count,
        "all vectors have one entry per token");
    require(isUtf8(encoding.text), "the text is UTF-8");
    require(encoding.droppedTokens > 0 || !encoding.truncatedAt, "nothing is dropped from a text that was not cut");
    const int length = countCodePoints(encoding.text);
    int last = 0;
    int group = -1;
    for (std::size_t i = 0; i < count; ++i) {
        const auto [begin, end] = encoding.offsets[i];
        require(encoding.ids[i] >= 0 && encoding.ids[i] < tokenizer.size(), "ids are in the vocabulary");
        require(encoding.tokens[i] == tokenizer.tokenOf(encoding.ids[i]), "tokens are the vocabulary's");
        if (encoding.special[i]) {
            require(begin == 0 && end == 0 && encoding.words[i] == -1 && encoding.graphemes[i] == -1,
                "special tokens stand nowhere");
            continue;
        }
        require(begin >= last && end >= begin && end <= length, "offsets ascend and lie in the text");
        require(encoding.graphemes[i] == group || encoding.graphemes[i] == group + 1, "groups are numbered in turn");
        if (begin < end) // a blank put before a character is trimmed to the place behind it
            last = begin;
        group = encoding.graphemes[i];
    }
}

} // namespace vitrine
