// SPDX-License-Identifier: GPL-3.0-or-later
// Only lower case can make a text longer: by U+0130, the one character whose lower case is two.
#include "core/text/plain_normalizers.h"

#include "core/text/code_points.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace vitrine {
namespace {

    bool isBlank(const Character& c) { return isWhiteSpace(c.codePoint); }

    std::vector<char32_t> codePoints(std::string_view text)
    {
        std::vector<char32_t> out;
        for (std::size_t at = 0; at < text.size();)
            out.push_back(readUtf8(text, at));
        return out;
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

ReplaceNormalizer::ReplaceNormalizer(std::string_view pattern, std::string_view content)
    : m_pattern(codePoints(pattern))
    , m_content(codePoints(content))
{
}

void ReplaceNormalizer::apply(Characters& text) const
{
    if (m_pattern.empty())
        return;
    const auto same = [](const Character& c, char32_t codePoint) { return c.codePoint == codePoint; };
    Characters out;
    out.reserve(text.size());
    for (auto from = text.begin();;) {
        const auto found = std::search(from, text.end(), m_pattern.begin(), m_pattern.end(), same);
        out.insert(out.end(), from, found);
        if (found == text.end())
            break;
        from = found + static_cast<std::ptrdiff_t>(m_pattern.size());
        for (const char32_t c : m_content)
            out.push_back({ c, std::prev(from)->begin, std::prev(from)->end });
    }
    text = std::move(out);
}

} // namespace vitrine
