// SPDX-License-Identifier: GPL-3.0-or-later
// Text on its way to tokens: every character remembers the bytes of the original text it came from.
#pragma once

#include <cstdint>
#include <vector>

namespace vitrine {

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
