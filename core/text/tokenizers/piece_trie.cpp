// SPDX-License-Identifier: GPL-3.0-or-later
// Built level by level, without recursion: a piece may be thousands of bytes long.
#include "core/text/tokenizers/piece_trie.h"

#include <utility>

namespace vitrine {
namespace {

std::size_t commonLength(std::string_view a, std::string_view b)
{
    const auto [end, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<std::size_t>(end - a.begin());
}

} // namespace

PieceTrie::PieceTrie(const std::vector<int>& ids, const std::function<std::string_view(int)>& textOf)
{
    if (ids.empty())
        return;
    struct Range {
        std::uint32_t begin;
        std::uint32_t end;
    };
    std::vector<Range> ranges { { 0, static_cast<std::uint32_t>(ids.size()) } }; // one per node
    m_nodes.emplace_back();
    for (std::size_t at = 0; at < ranges.size(); ++at) {
        auto [begin, end] = ranges[at];
        const std::string_view first = textOf(ids[begin]);
        // Of sorted strings the first and the last differ earliest.
        const std::size_t depth = commonLength(first, textOf(ids[end - 1]));
        Node node;
        node.below = ids[begin];
        node.depth = static_cast<std::uint16_t>(depth);
        if (first.size() == depth)
            node.id = ids[begin++];
        node.firstChild = static_cast<std::uint32_t>(m_labels.size());
        while (begin != end) {
            const auto byteOf = [&](int id) { return static_cast<unsigned char>(textOf(id)[depth]); };
            const unsigned char byte = byteOf(ids[begin]);
            const auto next = static_cast<std::uint32_t>(
                std::partition_point(ids.begin() + begin, ids.begin() + end, [&](int id) { return byteOf(id) == byte; })
                - ids.begin());
            m_labels.push_back(byte);
            if (next - begin == 1) {
                m_children.push_back(leaf | static_cast<std::uint32_t>(ids[begin]));
            } else {
                m_children.push_back(static_cast<std::uint32_t>(m_nodes.size()));
                m_nodes.emplace_back();
                ranges.push_back({ begin, next });
            }
            ++node.children;
            begin = next;
        }
        m_nodes[at] = node;
    }
}

} // namespace vitrine
