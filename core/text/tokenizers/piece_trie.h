// SPDX-License-Identifier: GPL-3.0-or-later
// All pieces that a text begins with, in one walk: a search over pieces asks at every character.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace vitrine {

/// A radix tree of byte strings with ids. The strings stand elsewhere: `textOf(id)` gives them, always the same, each
/// shorter than 2¹⁶ bytes. Constant after construction. Takes 5 bytes for a string that no other continues, and 21 for
/// every place where strings part.
class PieceTrie {
public:
    PieceTrie() = default;
    /// `ids` in the order of their texts, which are different; an empty text is never found.
    PieceTrie(const std::vector<int>& ids, const std::function<std::string_view(int)>& textOf);

    /// Calls `found(bytes, id)` for every string that `text` begins with, the shortest first.
    template <typename TextOf, typename Found>
    void forEachPrefix(std::string_view text, TextOf&& textOf, Found&& found) const
    {
        std::size_t depth = 0; // bytes of `text` that are compared
        for (std::uint32_t at = 0; at < m_nodes.size();) {
            const Node& node = m_nodes[at];
            if (node.depth > depth) {
                const std::size_t bytes = node.depth - depth;
                if (text.substr(depth, bytes) != textOf(node.below).substr(depth, bytes))
                    return;
                depth = node.depth;
            }
            if (node.id >= 0 && depth > 0)
                found(depth, node.id);
            if (depth == text.size())
                return;
            const auto wanted = static_cast<unsigned char>(text[depth]);
            const unsigned char* begin = m_labels.data() + node.firstChild;
            const unsigned char* end = begin + node.children;
            const unsigned char* label = std::lower_bound(begin, end, wanted);
            if (label == end || *label != wanted)
                return;
            const std::uint32_t child = m_children[static_cast<std::size_t>(label - m_labels.data())];
            ++depth;
            if (child & leaf) {
                const int id = static_cast<int>(child & ~leaf);
                const std::string_view piece = textOf(id);
                if (text.substr(depth, piece.size() - depth) == piece.substr(depth))
                    found(piece.size(), id);
                return;
            }
            at = child;
        }
    }

    /// The id of a whole string, or −1.
    template <typename TextOf> int find(std::string_view text, TextOf&& textOf) const
    {
        int found = -1;
        forEachPrefix(text, textOf, [&](std::size_t bytes, int id) { found = bytes == text.size() ? id : found; });
        return found;
    }

private:
    static constexpr std::uint32_t leaf = std::uint32_t(1) << 31;

    struct Node {
        int id = -1; ///< of the string that ends here
        int below = -1; ///< of some string that begins with all up to here
        std::uint32_t firstChild = 0; ///< children stand side by side, by rising byte
        std::uint16_t depth = 0; ///< bytes that all strings from here on begin with
        std::uint16_t children = 0;
    };

    std::vector<Node> m_nodes; ///< the root first
    std::vector<unsigned char> m_labels; ///< of each child, the byte that tells it from its siblings
    std::vector<std::uint32_t> m_children; ///< the number of a node, or `leaf` and an id
};

} // namespace vitrine
