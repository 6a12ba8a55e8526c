// SPDX-License-Identifier: GPL-3.0-or-later
// Exact optimal transport: the transportation simplex on a dense cost matrix.
#pragma once

#include "core/runtime/progress.h"
#include "core/transport/basis_tree.h"
#include "core/transport/transport_problem.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace vitrine {

/// What to do with masses whose totals differ by more than 1e-9 of the larger one. Smaller differences are rounding and
/// always rescaled.
enum class UnequalTotals { Refuse, Rescale };

struct SimplexOptions {
    long long maxPivots
        = std::numeric_limits<long long>::max(); ///< after so many the plan so far is given, with its status
    UnequalTotals totals
        = UnequalTotals::Refuse; ///< Rescale: the right masses are scaled to the total of the left ones
};

/// Solves one problem after another, keeping its memory. Used by one thread at a time.
///
/// Always ends: masses are counted in whole units, each row is given one extra (n + 1)th of a unit and the last column
/// takes them all (Orden's perturbation). Then no basis is degenerate, every pivot lowers the cost, and no basis comes
/// twice. The plan is computed from the final basis and the true masses, so neither the units nor the perturbation show
/// in it.
class TransportSimplex {
public:
    /// Throws what checkProblem() throws; Refusal(BadArgument) for unequal totals that are to be refused; TooLarge for
    /// more than 2³⁰ costs; Cancelled. Progress stage: "solving".
    TransportSolution solve(
        const TransportProblem& problem, const SimplexOptions& options = {}, const Progress& progress = {});

private:
    void takeCosts(const TransportProblem& problem);
    void takeMasses(const TransportProblem& problem);
    void buildStart();
    void hangUp();
    void setPotential(int node);
    void refreshPotentials();
    bool price(int& row, int& column);
    bool enteringEdge(int& row, int& column);
    int columnWith(double difference, int row, const double* subtracted) const;
    void pivot(int row, int column);
    void readPlan(const TransportProblem& problem, double rightScale, TransportSolution& solution);
    void readDuals(TransportSolution& solution) const;
    const double* costRow(int row) const { return m_cost.data() + std::size_t(row) * m_stride; }
    const double* columnPotentials() const { return m_potential.data() + m_rows; }

    int m_rows = 0;
    int m_columns = 0;
    std::size_t m_stride = 0; // columns, filled up to whole blocks of the pricing
    double m_scale = 1; // power of two: scaled costs lie in [−1, 1]
    std::vector<double> m_cost; // (rows, stride), scaled; far above 1 behind the last column
    // (rows + stride): of rows, then of columns. Those of rows have their sign turned, reduced cost = cost + row −
    // column, so that all of a part of the tree move alike.
    std::vector<double> m_potential;
    std::vector<std::int64_t> m_supply; // in perturbed units
    std::vector<std::int64_t> m_demand;
    std::vector<double> m_closed; // (stride): 0, or far above 1 for a column whose demand is met
    struct Arc {
        int row;
        int column;
        std::int64_t flow;
    };
    std::vector<Arc> m_arcs; // of the start
    std::vector<int> m_firstArc; // per node: lists of its arcs while the tree is hung up
    std::vector<int> m_nextArc;
    std::vector<int> m_open; // arcs that the tree still reaches
    std::vector<double> m_net;
    BasisTree m_tree;
    int m_pricedRow = 0; // where the next round of pricing begins
};

} // namespace vitrine
