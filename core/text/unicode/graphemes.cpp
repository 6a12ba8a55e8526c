// SPDX-License-Identifier: GPL-3.0-or-later
// Flags and family emoji need the whole way from the last sure boundary; between two ASCII characters there always is
// one.
#include "core/text/unicode/graphemes.h"

#include "core/text/unicode/code_points.h"

#include <utf8proc.h>

#include <algorithm>

namespace vitrine {
namespace {

/// Walks over the clusters of a text.
class Clusters {
public:
    explicit Clusters(std::string_view text)
        : m_text(text)
    {
        advance();
    }

    /// End of the cluster that holds the byte before `position`, which must not go back.
    std::size_t endAround(std::size_t position)
    {
        while (m_end < position && m_end < m_text.size())
            advance();
        return m_end;
    }

private:
    void advance()
    {
        if (m_end >= m_text.size())
            return;
        char32_t before = readUtf8(m_text, m_end);
        while (m_end < m_text.size()) {
            std::size_t next = m_end;
            const char32_t c = readUtf8(m_text, next);
            if (m_boundaries.isBoundary(before, c))
                return;
            before = c;
            m_end = next;
        }
    }

    std::string_view m_text;
    std::size_t m_end = 0;
    GraphemeBoundaries m_boundaries;
};

/// Accents that Unicode got after version 14 stand for any other one.
utf8proc_int32_t knownCharacter(char32_t c)
{
    const bool isNewer = c == 0x897 || (c >= 0x1ACF && c <= 0x1ADD) || (c >= 0x1AE0 && c <= 0x1AEB);
    return isNewer ? 0x300 : static_cast<utf8proc_int32_t>(c);
}

} // namespace

bool GraphemeBoundaries::isBoundary(char32_t before, char32_t c)
{
    if (before < 0x80 && c < 0x80) {
        m_state = 0;
        return before != '\r' || c != '\n';
    }
    return utf8proc_grapheme_break_stateful(knownCharacter(before), knownCharacter(c), &m_state);
}

std::vector<int> groupByGraphemes(std::string_view text, const std::vector<ByteRange>& tokens, int first)
{
    std::vector<int> groups;
    groups.reserve(tokens.size());
    Clusters clusters(text);
    std::size_t reached = 0; // end of the last cluster that the tokens so far have a part of
    int group = first;
    for (const auto& [begin, end] : tokens) {
        if (!groups.empty() && begin >= reached)
            ++group;
        groups.push_back(group);
        if (begin < end)
            reached = std::max(reached, clusters.endAround(end));
    }
    return groups;
}

} // namespace vitrine
