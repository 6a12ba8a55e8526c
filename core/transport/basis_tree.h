// SPDX-License-Identifier: GPL-3.0-or-later
// The basis of a transportation simplex: a spanning tree over rows and columns that can be cut and hung up again elsewhere.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vitrine {

/// Nodes 0 … rows−1 are rows, the others columns; every edge joins a row and a column and carries a flow from row to column. All nodes
/// stand in one list, each before everything below it, which follows without a gap: a part of the tree is a stretch of the list.
class BasisTree {
public:
    /// A tree of `nodes` nodes that begins with its root; the others are appended.
    void begin(int nodes, int root)
    {
        m_nodes.assign(std::size_t(nodes), {});
        m_list.clear();
        append(root, -1, 0);
    }
    /// Hangs `child` under `parent`, whose last part it becomes: nodes are appended in the order of the list.
    void append(int child, int parent, std::int64_t flow)
    {
        at(child) = { parent, 1, int(m_list.size()), flow };
        m_list.push_back(child);
    }
    /// All nodes have been appended.
    void complete()
    {
        for (std::size_t k = m_list.size() - 1; k > 0; --k)
            at(parent(m_list[k])).size += at(m_list[k]).size;
    }

    /// −1 for the root.
    int parent(int node) const { return at(node).parent; }
    /// Flow of the edge between `node` and its parent.
    std::int64_t flow(int node) const { return at(node).flow; }
    void addFlow(int node, std::int64_t change) { at(node).flow += change; }
    /// Whether `upper` is `node` or stands above it.
    bool isAbove(int upper, int node) const { return unsigned(at(node).place - at(upper).place) < unsigned(at(upper).size); }

    /// All nodes, parents first.
    std::span<const int> all() const { return m_list; }
    /// `top` and everything below it, parents first.
    std::span<const int> part(int top) const { return { m_list.data() + at(top).place, std::size_t(at(top).size) }; }

    /// Cuts the edge above `leaving` and hangs its part of the tree up by `entering`, a node of that part, under `parent` with `flow`.
    /// `join` is the lowest node above both ends of the new edge.
    void rehang(int leaving, int entering, int parent, std::int64_t flow, int join)
    {
        const int begin = at(leaving).place;
        const int size = at(leaving).size;
        for (int node = at(leaving).parent; node != join; node = at(node).parent)
            at(node).size -= size;
        turn(leaving, entering, parent, flow);
        move(begin, size, parent);
        for (int node = parent; node != join; node = at(node).parent)
            at(node).size += size;
    }

private:
    struct Node {
        int parent = -1;
        int size = 1; // of the part that hangs on it, itself included
        int place = 0; // in the list
        std::int64_t flow = 0;
    };

    Node& at(int node) { return m_nodes[std::size_t(node)]; }
    const Node& at(int node) const { return m_nodes[std::size_t(node)]; }

    // Every edge on the way from `entering` up to `leaving` turns round: the former parent becomes the child. m_turned gets the part in its
    // new order: what hung on `entering`, then what else hung on its parent, and so on.
    void turn(int leaving, int entering, int parent, std::int64_t flow)
    {
        const int whole = at(leaving).size;
        m_turned.resize(std::size_t(whole));
        int* next = m_turned.data();
        int innerBegin = at(entering).place;
        int innerEnd = innerBegin;
        int innerSize = 0;
        for (int node = entering;;) {
            const Node former = at(node);
            for (int k = former.place; k < innerBegin; ++k)
                *next++ = m_list[std::size_t(k)];
            for (int k = innerEnd; k < former.place + former.size; ++k)
                *next++ = m_list[std::size_t(k)];
            at(node).parent = parent;
            at(node).flow = flow;
            at(node).size = whole - innerSize;
            if (node == leaving)
                return;
            innerBegin = former.place;
            innerEnd = former.place + former.size;
            innerSize = former.size;
            parent = node;
            flow = former.flow;
            node = former.parent;
        }
    }

    // Puts m_turned where it belongs: directly behind `parent` or at the end of its part, whichever is nearer to where it was.
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
            std::copy(m_turned.begin(), m_turned.end(), std::copy_backward(list + place, list + begin, list + end) - size);
        else
            std::copy(m_turned.begin(), m_turned.end(), std::copy(list + end, list + place, list + begin));
        for (const int afterwards = std::max(place, end); changed < afterwards; ++changed)
            at(list[changed]).place = changed;
    }

    std::vector<Node> m_nodes;
    std::vector<int> m_list;
    std::vector<int> m_turned;
};

} // namespace vitrine
