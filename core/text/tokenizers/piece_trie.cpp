// SPDX-License-Identifier: GPL-3.0-or-later
// Built level by level, without recursion: a piece may be thousands of bytes long.
#include "core/text/tokenizers/piece_trie.h"

namespace vitrine {
namespace {

std::size_t commonLength(std::string_view a, std::string_view b)
{
    const auto [end, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<std::size_t>(end - a.begin());
}

} // namespace

PieceTrie::PieceTrie(std::vector<Entry> entries)
    : m_nodes(1)
{
    std::sort(entries.begin(), entries.end());
    struct Range {
        std::vector<Entry>::const_iterator begin;
        std::vector<Entry>::const_iterator end;
    };
    std::vector<Range> ranges { { entries.begin(), entries.end() } }; // one per node
    for (std::size_t at = 0; at < ranges.size() && !entries.empty(); ++at) {
        auto [begin, end] = ranges[at];
        // Of sorted entries the first and the last differ earliest.
        const std::size_t depth = commonLength(begin->first, std::prev(end)->first);
        m_nodes[at].prefix = begin->first.substr(0, depth);
        if (begin->first.size() == depth) {
            m_nodes[at].id = begin->second;
            ++begin;
        }
        m_nodes[at].firstChild = static_cast<std::uint32_t>(m_nodes.size());
        while (begin != end) {
            const char byte = begin->first[depth];
            const auto next = std::find_if(begin, end, [&](const Entry& entry) { return entry.first[depth] != byte; });
            ranges.push_back({ begin, next });
            m_nodes.emplace_back().byte = static_cast<unsigned char>(byte);
            ++m_nodes[at].children;
            begin = next;
        }
    }
}

} // namespace vitrine
