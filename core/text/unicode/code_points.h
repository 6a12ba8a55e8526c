// SPDX-License-Identifier: GPL-3.0-or-later
// Walking through valid UTF-8: tokenizers need to know the bytes of every character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine {

/// Reads the character at `text[at]` of valid UTF-8 and moves `at` behind it.
char32_t readUtf8(std::string_view text, std::size_t& at);

/// Appends one code point.
void appendUtf8(char32_t c, std::string& out);

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

} // namespace vitrine
