// SPDX-License-Identifier: GPL-3.0-or-later
// Only lower case can make a text longer: by U+0130, the one character whose lower case is two.
#include "core/text/pipeline/plain_normalizers.h"

#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

#include <algorithm>

namespace vitrine {
namespace {

bool isBlank(const Character& c) { return isWhiteSpace(c.codePoint); }

bool isDroppedByNmt(char32_t c)
{
    return (c >= 0x01 && c <= 0x08) || c == 0x0B || (c >= 0x0E && c <= 0x1F) || c == 0x7F || c == 0x8F || c == 0x9F;
}

bool isBlankToNmt(char32_t c)
{
    constexpr std::u32string_view blanks
        = U"\u0009\u000A\u000C\u000D\u1680\u200B\u200C\u200D\u200E\u200F\u2028\u2029\u2581\uFEFF\uFFFD";
    return blanks.find(c) != std::u32string_view::npos;
}

} // namespace

void toLowerCase(Characters& text)
{
    bool dotted = false;
    for (Character& c : text) {
        if (c.codePoint == dottedI)
            dotted = true;
        else
            c.codePoint = lowerCase(c.codePoint);
    }
    if (!dotted)
        return;
    Characters out;
    out.reserve(text.size() + 16);
    for (const Character& c : text) {
        out.push_back({ c.codePoint == dottedI ? U'i' : c.codePoint, c.begin, c.end });
        if (c.codePoint == dottedI)
            out.push_back({ combiningDotAbove, c.begin, c.end });
    }
    text = std::move(out);
}

void StripAccentsNormalizer::apply(Characters& text) const
{
    std::erase_if(text, [](const Character& c) { return isMark(c.codePoint); });
}

void StripNormalizer::apply(Characters& text) const
{
    if (m_right)
        text.erase(std::find_if_not(text.rbegin(), text.rend(), isBlank).base(), text.end());
    if (m_left)
        text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), isBlank));
}

void PrependNormalizer::apply(Characters& text) const
{
    if (text.empty())
        return;
    Characters out;
    for (std::size_t at = 0; at < m_text.size();)
        out.push_back({ readUtf8(m_text, at), text.front().begin, text.front().end });
    text.insert(text.begin(), out.begin(), out.end());
}

void NmtNormalizer::apply(Characters& text) const
{
    std::erase_if(text, [](const Character& c) { return isDroppedByNmt(c.codePoint); });
    for (Character& c : text) {
        if (isBlankToNmt(c.codePoint))
            c.codePoint = U' ';
    }
}

} // namespace vitrine
