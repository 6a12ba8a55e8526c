// SPDX-License-Identifier: GPL-3.0-or-later
// How much of two texts is kept when both do not fit.
#pragma once

#include <cstddef>
#include <utility>

namespace vitrine {

/// Tokens kept of texts with `first` and `second` tokens in a room for `room`: the longer text gives way first
/// ("longest_first" of the published tokenizers, to the token).
std::pair<std::size_t, std::size_t> keepLongestFirst(std::size_t first, std::size_t second, std::size_t room);

} // namespace vitrine
