// SPDX-License-Identifier: GPL-3.0-or-later
// An odd token goes to the longer text.
#include "core/text/tokenizers/truncation.h"

#include <algorithm>

namespace vitrine {

std::pair<std::size_t, std::size_t> keepLongestFirst(std::size_t first, std::size_t second, std::size_t room)
{
    if (first + second <= room)
        return { first, second };
    std::size_t shorter = std::min(first, second);
    std::size_t longer = room - std::min(room, shorter);
    if (longer < shorter) {
        shorter = room / 2;
        longer = shorter + room % 2;
    }
    return first <= second ? std::pair(shorter, longer) : std::pair(longer, shorter);
}

} // namespace vitrine
