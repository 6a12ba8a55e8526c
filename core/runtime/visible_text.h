// SPDX-License-Identifier: GPL-3.0-or-later
// Text from files and people, made safe to stand in a sentence, a table or a label.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine {

/// `text` with control, invisible and direction-changing characters written as <U+XXXX>, and tabs and line ends as
/// blanks, so that it cannot steer a terminal or break a sentence. Invalid UTF-8 becomes U+FFFD.
std::string visible(std::string_view text);

/// Longest file content in a sentence, in characters.
inline constexpr std::size_t shownCharacters = 80;

/// File content as it may stand in a sentence: visible(), and cut to `most` characters with "…" at the end. Reads only
/// the beginning of a long text.
std::string shown(std::string_view text, std::size_t most = shownCharacters);

/// `sentence` cut to at most `bytes` bytes between two characters, with "…" in place of what was cut from its middle:
/// the end of a sentence tells what to do.
std::string bounded(std::string sentence, std::size_t bytes);

} // namespace vitrine
