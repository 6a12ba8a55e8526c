// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/unicode/code_points.h"

#include <array>

namespace vitrine {
namespace {

constexpr std::array<char16_t, 256> byteCharacters = [] {
    std::array<char16_t, 256> characters {};
    char16_t next = 0x100;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const bool isSeen = (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
        characters[byte] = isSeen ? static_cast<char16_t>(byte) : next++;
    }
    return characters;
}();

unsigned byteAt(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

} // namespace

char32_t readLongUtf8(std::string_view text, std::size_t& at)
{
    const unsigned lead = byteAt(text, at++);
    const int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t c = lead & (0x3Fu >> more);
    for (int i = 0; i < more; ++i)
        c = (c << 6) | (byteAt(text, at++) & 0x3Fu);
    return c;
}

void appendLongUtf8(char32_t c, std::string& out)
{
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

int CodePointCounter::before(std::size_t position)
{
    for (; m_position < position; ++m_position)
        m_count += isUtf8Continuation(m_text[m_position]) ? 0 : 1;
    for (; m_position > position; --m_position)
        m_count -= isUtf8Continuation(m_text[m_position - 1]) ? 0 : 1;
    return m_count;
}

char32_t byteCharacter(unsigned char byte) { return byteCharacters[byte]; }

} // namespace vitrine
