// SPDX-License-Identifier: GPL-3.0-or-later
// The order of the steps matters: Chinese compatibility characters get their blanks before they are decomposed.
#include "core/text/pipeline/bert_normalizer.h"

#include "core/text/pipeline/normal_form.h"
#include "core/text/pipeline/plain_normalizers.h"
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

void BertNormalizer::apply(Characters& text) const
{
    if (m_options.cleanText)
        cleanText(text);
    if (m_options.separateIdeographs)
        separateIdeographs(text);
    if (m_options.stripAccents) {
        normalize(text, NormalForm::NFD);
        std::erase_if(text, [](const Character& c) { return isBertAccent(c.codePoint); });
    }
    if (m_options.lowerCase)
        toLowerCase(text);
}

} // namespace vitrine
