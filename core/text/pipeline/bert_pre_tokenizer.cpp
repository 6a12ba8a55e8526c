// SPDX-License-Identifier: GPL-3.0-or-later
// One pass instead of two splits, because nearly every text goes through here.
#include "core/text/pipeline/bert_pre_tokenizer.h"

#include "core/text/unicode/unicode.h"

namespace vitrine {

void BertPreTokenizer::apply(PreTokens& text) const
{
    std::vector<CharacterRange> pieces;
    pieces.reserve(text.characters.size() / 4);
    for (const CharacterRange piece : text.pieces) {
        std::uint32_t first = piece.first;
        const auto finishWord = [&](std::uint32_t last) {
            if (first < last)
                pieces.push_back({ first, last });
            first = last + 1;
        };
        for (std::uint32_t i = piece.first; i < piece.last; ++i) {
            const char32_t c = text.characters[i].codePoint;
            if (isWhiteSpace(c)) {
                finishWord(i);
            } else if (isPunctuation(c)) {
                finishWord(i);
                pieces.push_back({ i, i + 1 });
            }
        }
        finishWord(piece.last);
    }
    text.pieces = std::move(pieces);
}

} // namespace vitrine
