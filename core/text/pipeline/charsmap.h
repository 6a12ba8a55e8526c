// SPDX-License-Identifier: GPL-3.0-or-later
// SentencePiece's table of replacements: a double-array trie and the texts its leaves point at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Constant after construction.
class Charsmap {
public:
    /// `bytes`: size of the trie (u32), its units (u32 each, little endian), texts that end with NUL.
    /// Throws Refusal that begins with `place`: MalformedFile, or TooLarge above maxBytes.
    Charsmap(std::string_view bytes, std::string_view place, std::string_view file);

    /// What stands for the shortest prefix of `utf8` that is in the table; nothing when none is.
    std::optional<std::string_view> find(std::string_view utf8) const;

    static constexpr std::size_t maxBytes = std::size_t(4) << 20;

private:
    std::optional<std::string_view> textAt(std::uint32_t offset) const;

    std::vector<std::uint32_t> m_units;
    std::string m_texts; ///< valid UTF-8
};

} // namespace vitrine
