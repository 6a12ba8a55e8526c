// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees as one character must not be cut by a coloured token.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

/// Bytes [begin, end) of a text.
using ByteRange = std::pair<std::size_t, std::size_t>;

/// Tells the boundaries of extended grapheme clusters (UAX #29) between the characters of a text, asked in order from
/// its beginning.
class GraphemeBoundaries {
public:
    bool isBoundary(char32_t before, char32_t c);

private:
    std::int32_t m_state = 0;
};

/// Groups consecutive tokens so that no group cuts an extended grapheme cluster (UAX #29) of `text`, which is valid
/// UTF-8. `tokens` ascend. Returns for each the index of its group, counted from `first` on.
std::vector<int> groupByGraphemes(std::string_view text, const std::vector<ByteRange>& tokens, int first);

} // namespace vitrine
