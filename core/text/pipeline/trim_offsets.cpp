// SPDX-License-Identifier: GPL-3.0-or-later
// The published tokenizers count characters of the token and take them off the offsets, whatever the text has there.
#include "core/text/pipeline/trim_offsets.h"

#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

namespace vitrine {
namespace {

constexpr char32_t byteLevelBlank = 0x120; // Ġ

bool isBlank(char32_t c) { return c == byteLevelBlank || isWhiteSpace(c); }

int blanksBefore(std::string_view written)
{
    int count = 0;
    for (std::size_t at = 0; at < written.size() && isBlank(readUtf8(written, at));)
        ++count;
    return count;
}

int blanksAfter(std::string_view written)
{
    int count = 0;
    for (std::size_t end = written.size(); end > 0; ++count) {
        do
            --end;
        while (end > 0 && isUtf8Continuation(written[end]));
        std::size_t at = end;
        if (!isBlank(readUtf8(written, at)))
            break;
    }
    return count;
}

} // namespace

void trimOffsets(ReadToken& token, std::string_view written, std::string_view text, bool keepsSingle)
{
    int leading = blanksBefore(written);
    if (leading == 1 && keepsSingle) // several were in the text
        leading = 0;
    for (; leading > 0 && token.begin < token.end; --leading) {
        std::size_t at = token.begin;
        readUtf8(text, at);
        token.begin = static_cast<std::uint32_t>(at);
    }
    for (int trailing = blanksAfter(written); trailing > 0 && token.end > token.begin; --trailing) {
        do
            --token.end;
        while (isUtf8Continuation(text[token.end]));
    }
}

} // namespace vitrine
