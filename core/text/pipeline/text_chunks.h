// SPDX-License-Identifier: GPL-3.0-or-later
// Long texts are worked through in parts, so that a paste of 100 MB needs little more memory than its own.
#pragma once

#include <cstddef>
#include <string_view>

namespace vitrine {

/// Where a text may be cut without changing its tokens.
struct ChunkRules {
    bool beforeBlanks = false; ///< before a blank behind an ASCII character that is no white space
    bool behindBlanks = false; ///< behind an ASCII blank, tab or line end that no accent follows
    bool beforeIdeographs = false; ///< before U+4E00 to U+9FFF
};

/// A part is cut at the first good place after this many bytes.
constexpr std::size_t chunkBytes = std::size_t(16) << 10;
/// Where no good place is found a part is cut here all the same, between two characters.
constexpr std::size_t longestChunkBytes = std::size_t(16) << 20;

/// End of the part of `text` (valid UTF-8) that begins at byte `begin`.
std::size_t chunkEnd(std::string_view text, std::size_t begin, ChunkRules rules);

} // namespace vitrine
