// SPDX-License-Identifier: GPL-3.0-or-later
// The basis of a transportation simplex: a spanning tree over rows and columns. A pivot removes one edge and adds
// another, which moves a subtree to another parent.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vitrine {

/// Nodes 0 … rows−1 are rows, the others columns; every edge joins a row and a column and carries a flow from row to
/// column. The nodes are listed in preorder, so the nodes of a subtree are consecutive in the list.
class BasisTree {
public:
    /// A tree of `nodes` nodes that begins with its root; the others are appended.
    void begin(int nodes, int root)
    {
        m_nodes.assign(std::size_t(nodes), {});
        m_list.assign(std::size_t(nodes + copied), 0);
        m_turned.resize(std::size_t(nodes + copied));
        m_count = 0;
        append(root, -1, 0);
    }
    /// Makes `child` the last child of `parent`: nodes are appended in the order of the list.
    void append(int child, int parent, std::int64_t flow)
    {
        at(child) = { parent, 1, m_count, flow };
        m_list[std::size_t(m_count++)] = child;
    }
    /// All nodes have been appended.
    void complete()
    {
        for (int k = m_count - 1; k > 0; --k)
            at(parent(m_list[std::size_t(k)])).size += at(m_list[std::size_t(k)]).size;
    }

    /// −1 for the root.
    int parent(int node) const { return at(node).parent; }
    /// Flow of the edge between `node` and its parent.
    std::int64_t flow(int node) const { return at(node).flow; }
    /// Whether `upper` is `node` or stands above it.
    bool isAbove(int upper, int node) const
    {
        return unsigned(at(node).place - at(upper).place) < unsigned(at(upper).size);
    }

    /// All nodes, parents first.
    std::span<const int> all() const { return { m_list.data(), std::size_t(m_count) }; }
    /// `top` and everything below it, parents first.
    std::span<const int> part(int top) const { return { m_list.data() + at(top).place, std::size_t(at(top).size) }; }

    /// Sends `step` round the cycle that the new edge from `entering` to `parent` closes, through `join`, the lowest
    /// node above both: the first edge above either end loses it, the next one gains it, and so on. The edge above
    /// `leaving`, on the side of `entering`, loses all its flow; it is removed, and its subtree becomes a child of
    /// `parent` through `entering`.
    void rehang(int leaving, int entering, int parent, std::int64_t step, int join)
    {
        const int begin = at(leaving).place;
        const int size = at(leaving).size;
        std::int64_t change = step;
        for (int node = at(leaving).parent; node != join; node = at(node).parent, change = -change) {
            at(node).flow += change;
            at(node).size -= size;
        }
        turn(leaving, entering, parent, step);
        move(begin, size, parent);
        change = -step;
        for (int node = parent; node != join; node = at(node).parent, change = -change) {
            at(node).flow += change;
            at(node).size += size;
        }
    }

private:
    struct Node {
        int parent = -1;
        int size = 1; // nodes of its subtree, itself included
        int place = 0; // in the list
        std::int64_t flow = 0;
    };

    // Nodes that are copied at a time: most runs of the list are shorter, and a loop of unknown length costs a branch
    // that is often predicted wrongly.
    static constexpr int copied = 4;

    // Appends list[begin], …, list[end − 1] to `next`; up to `copied` places behind them are overwritten with values
    // that are never read.
    int* copy(int* next, int begin, int end) const
    {
        const int* const from = m_list.data() + begin;
        const int count = end - begin;
        int k = 0;
        do {
            std::copy_n(from + k, copied, next + k);
            k += copied;
        } while (k < count);
        return next + count;
    }

    Node& at(int node) { return m_nodes[std::size_t(node)]; }
    const Node& at(int node) const { return m_nodes[std::size_t(node)]; }

    // Reverses every edge on the path from `entering` up to `leaving`: the former parent becomes the child. m_turned
    // gets the subtree in its new preorder: the former subtree of `entering`, then the rest of its parent's, and so on.
    void turn(int leaving, int entering, int parent, std::int64_t step)
    {
        const int whole = at(leaving).size;
        int* next = m_turned.data();
        std::int64_t flow = step;
        std::int64_t change = -step;
        int innerBegin = at(entering).place;
        int innerEnd = innerBegin;
        int innerSize = 0;
        for (int node = entering;;) {
            const Node former = at(node);
            next = copy(next, former.place, innerBegin);
            next = copy(next, innerEnd, former.place + former.size);
            at(node).parent = parent;
            at(node).flow = flow;
            at(node).size = whole - innerSize;
            if (node == leaving)
                return;
            innerBegin = former.place;
            innerEnd = former.place + former.size;
            innerSize = former.size;
            parent = node;
            flow = former.flow + change;
            change = -change;
            node = former.parent;
        }
    }

    // Puts m_turned into the list directly behind `parent` or at the end of its subtree, whichever needs fewer moves.
    void move(int begin, int size, int parent)
    {
        const int end = begin + size;
        const int first = at(parent).place + 1;
        const int last = at(parent).place + at(parent).size;
        const auto way = [&](int place) { return place <= begin ? begin - place : place - end; };
        const int place = way(first) <= way(last) ? first : last;
        int* const list = m_list.data();
        int changed = std::min(place, begin);
        if (place <= begin)
            std::copy_n(m_turned.data(), size, std::copy_backward(list + place, list + begin, list + end) - size);
        else
            std::copy_n(m_turned.data(), size, std::copy(list + end, list + place, list + begin));
        for (const int afterwards = std::max(place, end); changed < afterwards; ++changed)
            at(list[changed]).place = changed;
    }

    std::vector<Node> m_nodes;
    std::vector<int> m_list; // m_count nodes, and `copied` places that are never read
    std::vector<int> m_turned;
    int m_count = 0;
};

} // namespace vitrine
