// SPDX-License-Identifier: GPL-3.0-or-later
// The basis of a transportation simplex: a spanning tree over rows and columns that can be cut and hung up again elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vitrine {

/// Nodes 0 … rows−1 are rows, the others columns; every edge joins a row and a column and carries a flow from row to column.
class BasisTree {
public:
    /// `nodes` nodes without edges.
    void reset(int nodes) { m_nodes.assign(std::size_t(nodes), {}); }

    int parent(int node) const { return at(node).parent; }
    int depth(int node) const { return at(node).depth; }
    void setDepth(int node, int depth) { at(node).depth = depth; }
    /// Flow of the edge between `node` and its parent.
    std::int64_t flow(int node) const { return at(node).flow; }
    void addFlow(int node, std::int64_t change) { at(node).flow += change; }

    /// Hangs `child`, which has no parent, under `parent`, with all that hangs on it.
    void attach(int child, int parent, std::int64_t flow)
    {
        Node& node = at(child);
        node.parent = parent;
        node.flow = flow;
        node.previous = -1;
        node.next = at(parent).firstChild;
        if (node.next >= 0)
            at(node.next).previous = child;
        at(parent).firstChild = child;
    }

    /// Cuts the edge above `leaving` and hangs its part of the tree up by `entering`, a node of that part, under `parent` with `flow`.
    /// Depths below `entering` are stale afterwards.
    void rehang(int leaving, int entering, int parent, std::int64_t flow)
    {
        // Every edge on the way from `entering` up to `leaving` turns round: the former parent becomes the child.
        for (int node = entering;;) {
            const int formerParent = at(node).parent;
            const std::int64_t formerFlow = at(node).flow;
            detach(node);
            attach(node, parent, flow);
            if (node == leaving)
                return;
            parent = node;
            flow = formerFlow;
            node = formerParent;
        }
    }

    /// Calls visit(node) for `top` and everything below it, parents first.
    template <typename Visit> void walk(int top, Visit&& visit) const
    {
        for (int node = top;;) {
            visit(node);
            if (at(node).firstChild >= 0) {
                node = at(node).firstChild;
                continue;
            }
            while (node != top && at(node).next < 0)
                node = at(node).parent;
            if (node == top)
                return;
            node = at(node).next;
        }
    }

private:
    struct Node {
        int parent = -1;
        int depth = 0;
        int firstChild = -1;
        int next = -1; // sibling
        int previous = -1; // sibling
        std::int64_t flow = 0;
    };

    Node& at(int node) { return m_nodes[std::size_t(node)]; }
    const Node& at(int node) const { return m_nodes[std::size_t(node)]; }
    void detach(int child)
    {
        const Node& node = at(child);
        (node.previous >= 0 ? at(node.previous).next : at(node.parent).firstChild) = node.next;
        if (node.next >= 0)
            at(node.next).previous = node.previous;
    }

    std::vector<Node> m_nodes;
};

} // namespace vitrine
