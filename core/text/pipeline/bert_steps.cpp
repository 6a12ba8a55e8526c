// SPDX-License-Identifier: GPL-3.0-or-later
// The order of the steps matters: Chinese compatibility characters get their blanks before they are decomposed.
#include "core/text/pipeline/bert_steps.h"

#include "core/text/pipeline/normal_form.h"
#include "core/text/pipeline/normalizer_steps.h"
#include "core/text/unicode/unicode.h"

#include <algorithm>

namespace vitrine {
namespace {

void cleanText(Characters& text)
{
    std::erase_if(text, [](const Character& c) { return isDroppedByBert(c.codePoint); });
    for (Character& c : text) {
        if (isWhiteSpace(c.codePoint))
            c.codePoint = ' ';
    }
}

void separateIdeographs(Characters& text)
{
    const auto isChinese = [](const Character& c) { return isIdeograph(c.codePoint); };
    const auto count = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), isChinese));
    if (count == 0)
        return;
    // From the back, so that no second text is needed.
    std::size_t from = text.size();
    text.resize(text.size() + 2 * count);
    std::size_t to = text.size();
    while (from < to) {
        const Character c = text[--from];
        const Character blank { ' ', c.begin, c.end };
        const bool chinese = isChinese(c);
        if (chinese)
            text[--to] = blank;
        text[--to] = c;
        if (chinese)
            text[--to] = blank;
    }
}

} // namespace

void BertNormalizer::rewrite(Characters& text, const StepLimits& limits) const
{
    if (m_options.cleanText)
        cleanText(text);
    limits.check(text.size());
    if (m_options.separateIdeographs)
        separateIdeographs(text);
    limits.check(text.size());
    if (m_options.stripAccents) {
        normalize(text, NormalForm::NFD, limits);
        std::erase_if(text, [](const Character& c) { return isBertAccent(c.codePoint); });
    }
    if (m_options.lowerCase)
        toLowerCase(text, limits);
}

// One pass instead of two splits, because nearly every text goes through here.

void BertPreTokenizer::cut(PreTokens& text, const StepLimits& limits) const
{
    PeriodicCheck check(limits.progress());
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
            check();
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
