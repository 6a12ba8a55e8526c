// SPDX-License-Identifier: GPL-3.0-or-later
// Checks and repairs UTF-8 from untrusted input.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine {

/// Bytes of the UTF-8 sequence that `text` begins with: 1 to 4, or 0 when it begins with none (overlong forms,
/// surrogates and values above U+10FFFF are none). `text` must not be empty.
int utf8SequenceLength(std::string_view text);

/// True when all of `text` is UTF-8.
bool isUtf8(std::string_view text);

/// `text` with U+FFFD in place of every byte that is not part of a UTF-8 sequence.
std::string toUtf8(std::string_view text);

/// `text`, which is UTF-8, cut between two characters to at most `bytes`, with "…" in place of the rest.
std::string shortened(std::string_view text, std::size_t bytes);

} // namespace vitrine
