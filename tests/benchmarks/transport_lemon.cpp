// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/transport_lemon.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

constexpr double units = 1e9;

} // namespace

struct LemonSimplex::State {
    explicit State(int size)
        : n(size)
        , costs(graph)
        , supply(graph)
    {
        graph.reserveNode(2 * n);
        graph.reserveArc(n * n);
        for (int k = 0; k < 2 * n; ++k)
            graph.addNode();
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j)
                graph.addArc(graph.nodeFromId(i), graph.nodeFromId(n + j));
        }
        simplex = std::make_unique<lemon::NetworkSimplex<lemon::SmartDigraph, long long, long long>>(graph);
    }

    int n;
    lemon::SmartDigraph graph;
    lemon::SmartDigraph::ArcMap<long long> costs;
    lemon::SmartDigraph::NodeMap<long long> supply;
    std::unique_ptr<lemon::NetworkSimplex<lemon::SmartDigraph, long long, long long>> simplex;
};

LemonSimplex::LemonSimplex(int n)
    : m_state(std::make_unique<State>(n))
{
}

LemonSimplex::~LemonSimplex() = default;

void LemonSimplex::take(
    const std::vector<double>& left, const std::vector<double>& right, const std::vector<double>& cost)
{
    State& s = *m_state;
    long long total = 0;
    for (int i = 0; i < s.n; ++i)
        total += s.supply[s.graph.nodeFromId(i)] = std::llround(left[std::size_t(i)] * units);
    for (int j = 0; j < s.n; ++j) {
        const long long demand = j + 1 == s.n ? total : std::min(total, std::llround(right[std::size_t(j)] * units));
        s.supply[s.graph.nodeFromId(s.n + j)] = -demand;
        total -= demand;
    }
    for (int arc = 0; arc < s.n * s.n; ++arc)
        s.costs[s.graph.arcFromId(arc)] = std::llround(cost[std::size_t(arc)] * units);
    s.simplex->costMap(s.costs).supplyMap(s.supply);
}

void LemonSimplex::solve() { m_state->simplex->run(); }

double LemonSimplex::cost() const { return m_state->simplex->totalCost<double>() / units / units; }

} // namespace vitrine
