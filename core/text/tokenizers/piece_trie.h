// SPDX-License-Identifier: GPL-3.0-or-later
// All pieces that a text begins with, in one walk: a search over pieces asks at every character.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

/// A radix tree of byte strings with ids. The strings must outlive it. Constant after construction.
class PieceTrie {
public:
    using Entry = std::pair<std::string_view, int>;

    /// `entries` are different; empty ones are never found.
    explicit PieceTrie(std::vector<Entry> entries);

    /// Calls `found(bytes, id)` for every entry that `text` begins with, the shortest first.
    template <typename Found> void forEachPrefix(std::string_view text, Found&& found) const
    {
        std::size_t depth = 0;
        for (const Node* node = &m_nodes.front(); node; node = childFor(*node, text, depth)) {
            const std::string_view rest = node->prefix.substr(depth);
            if (text.substr(depth, rest.size()) != rest)
                return;
            depth += rest.size();
            if (node->id >= 0 && depth > 0)
                found(depth, node->id);
            if (depth == text.size())
                return;
        }
    }

private:
    /// What all entries below begin with.
    struct Node {
        std::string_view prefix;
        std::uint32_t firstChild = 0; ///< children stand side by side, by rising byte
        std::uint16_t children = 0;
        unsigned char byte = 0; ///< the byte of `prefix` that tells it from its siblings
        int id = -1;
    };

    const Node* childFor(const Node& node, std::string_view text, std::size_t depth) const
    {
        const auto wanted = static_cast<unsigned char>(text[depth]);
        const Node* begin = m_nodes.data() + node.firstChild;
        const Node* end = begin + node.children;
        const Node* child = std::partition_point(begin, end, [wanted](const Node& n) { return n.byte < wanted; });
        return child != end && child->byte == wanted ? child : nullptr;
    }

    std::vector<Node> m_nodes; ///< the root first; at most two per entry
};

} // namespace vitrine
