// SPDX-License-Identifier: GPL-3.0-or-later
// Characters of a text: walking through valid UTF-8, and characters that remember the bytes of the original text they
// came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

// Most characters of most texts are ASCII; the others go through these.
char32_t readLongUtf8(std::string_view text, std::size_t& at);
void appendLongUtf8(char32_t c, std::string& out);

/// Reads the character at `text[at]` of valid UTF-8 and moves `at` behind it.
inline char32_t readUtf8(std::string_view text, std::size_t& at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    return lead < 0x80 ? (++at, lead) : readLongUtf8(text, at);
}

/// Appends one code point.
inline void appendUtf8(char32_t c, std::string& out)
{
    c < 0x80 ? out.push_back(static_cast<char>(c)) : appendLongUtf8(c, out);
}

/// True for a byte inside a character, not its first.
constexpr bool isUtf8Continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u; }

/// Turns byte positions of valid UTF-8 into numbers of code points; cheap when asked for nearby positions in turn.
class CodePointCounter {
public:
    explicit CodePointCounter(std::string_view text)
        : m_text(text)
    {
    }

    /// Number of code points before byte `position`.
    int before(std::size_t position);

private:
    std::string_view m_text;
    std::size_t m_position = 0;
    int m_count = 0;
};

/// The character that byte-level vocabularies write for a byte: itself when it can be seen in Latin-1, else one from
/// U+0100 on; a blank is Ġ.
char32_t byteCharacter(unsigned char byte);

// Text on its way to tokens: every character remembers the bytes of the original text it came from.

/// One character after normalisation. [begin, end) are bytes of the original text; several characters may share them.
struct Character {
    char32_t codePoint;
    std::uint32_t begin;
    std::uint32_t end;

    bool operator==(const Character&) const = default;
};

using Characters = std::vector<Character>;

/// Characters [first, last) of a text.
struct CharacterRange {
    std::uint32_t first;
    std::uint32_t last;

    bool operator==(const CharacterRange&) const = default;
};

} // namespace vitrine
