// SPDX-License-Identifier: GPL-3.0-or-later
// Both rules read only one or two bytes at most places: the characters they look for can be recognised by their first
// bytes.
#include "core/text/pipeline/text_chunks.h"

#include "core/text/unicode/code_points.h"
#include "core/text/unicode/graphemes.h"

#include <algorithm>

namespace vitrine {
namespace {

bool isBlank(char byte) { return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r'; }

/// Behind a blank: an accent would belong to it.
bool startsCluster(std::string_view text, std::size_t at)
{
    const auto before = static_cast<char32_t>(text[at - 1]);
    return GraphemeBoundaries().isBoundary(before, readUtf8(text, at));
}

bool isVisible(char byte) { return byte > ' ' && byte < 0x7F; }

bool startsIdeograph(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead == 0xE4)
        return at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xB8;
    return lead >= 0xE5 && lead <= 0xE9;
}

} // namespace

std::size_t chunkEnd(std::string_view text, std::size_t begin, ChunkRules rules)
{
    if (text.size() - begin <= chunkBytes)
        return text.size();
    std::size_t end = std::min(text.size(), begin + longestChunkBytes);
    for (std::size_t at = begin + chunkBytes; at < end; ++at) {
        if ((rules.beforeBlanks && text[at] == ' ' && isVisible(text[at - 1]))
            || (rules.behindBlanks && isBlank(text[at - 1]) && startsCluster(text, at))
            || (rules.beforeIdeographs && startsIdeograph(text, at)))
            return at;
    }
    while (end < text.size() && isUtf8Continuation(text[end]))
        --end;
    return end;
}

} // namespace vitrine
