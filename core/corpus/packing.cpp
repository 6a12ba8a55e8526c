// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/packing.h"

#include <algorithm>
#include <map>

namespace vitrine {

std::vector<std::vector<std::size_t>> packed(std::span<const std::size_t> lengths, std::size_t tokensAtOnce)
{
    std::vector<std::vector<std::size_t>> batches;
    std::map<std::size_t, std::size_t> open; // length → its batch that has room
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const std::size_t room = std::max<std::size_t>(1, tokensAtOnce / std::max<std::size_t>(1, lengths[i]));
        const auto [place, isNew] = open.try_emplace(lengths[i], batches.size());
        if (isNew || batches[place->second].size() == room) {
            place->second = batches.size();
            batches.emplace_back();
        }
        batches[place->second].push_back(i);
    }
    return batches;
}

} // namespace vitrine
