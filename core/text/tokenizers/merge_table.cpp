// SPDX-License-Identifier: GPL-3.0-or-later
// Both ids make one key, which is spread by multiplication with the golden ratio.
#include "core/text/tokenizers/merge_table.h"

#include <bit>

namespace vitrine {
namespace {

std::uint64_t keyOf(int left, int right)
{
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32) | static_cast<std::uint32_t>(right);
}

} // namespace

MergeTable::MergeTable(std::size_t count)
    : m_slots(std::bit_ceil(2 * count + 2))
    , m_shift(64 - std::countr_zero(m_slots.size()))
{
}

std::size_t MergeTable::firstSlot(std::uint64_t pair) const { return (pair * 0x9E3779B97F4A7C15u) >> m_shift; }

void MergeTable::insert(int left, int right, Merge merge)
{
    const std::uint64_t pair = keyOf(left, right);
    std::size_t at = firstSlot(pair);
    while (m_slots[at].merge.id >= 0 && m_slots[at].pair != pair)
        at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = { pair, merge };
}

const Merge* MergeTable::find(int left, int right) const
{
    const std::uint64_t pair = keyOf(left, right);
    for (std::size_t at = firstSlot(pair); m_slots[at].merge.id >= 0; at = (at + 1) & (m_slots.size() - 1)) {
        if (m_slots[at].pair == pair)
            return &m_slots[at].merge;
    }
    return nullptr;
}

} // namespace vitrine
