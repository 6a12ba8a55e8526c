// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/simplex.h"

#include "core/runtime/error.h"
#include "core/transport/pricing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {
namespace {

constexpr double farAway = 1e30; // against scaled costs in [−1, 1] and potentials of at most n + m
constexpr double enteringTolerance
    = 1e-12; // on scaled reduced costs; potentials of deep trees are exact to about 1e-13
constexpr int pricedTogether = 4; // rows; fewer cost more pivots, more cost more scanning
constexpr long long pivotsPerReport = 1000;

double total(std::span<const double> masses) { return double(std::accumulate(masses.begin(), masses.end(), 0.0L)); }

// Masses as whole units that sum to `units`: cumulated, then rounded, so that the sum is exact.
void toUnits(std::span<const double> masses, std::int64_t units, std::vector<std::int64_t>& out)
{
    out.resize(masses.size());
    const long double sum = std::accumulate(masses.begin(), masses.end(), 0.0L);
    long double before = 0;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < masses.size(); ++i) {
        before += masses[i];
        const auto upTo = i + 1 == masses.size()
            ? units
            : std::min<std::int64_t>(std::llround(before / sum * (long double)(units)), units);
        out[i] = upTo - given;
        given = upTo;
    }
}

} // namespace

TransportSolution TransportSimplex::solve(
    const TransportProblem& problem, const SimplexOptions& options, const Progress& progress)
{
    checkProblem(problem);
    if (problem.rows() > (std::size_t(1) << 30) / problem.columns())
        throw Refusal(ErrorCode::TooLarge, "The problem has more than 2^30 costs: make its sides smaller.", "cost");
    const double leftTotal = total(problem.left);
    const double rightTotal = total(problem.right);
    if (options.totals == UnequalTotals::Refuse
        && std::abs(leftTotal - rightTotal) > 1e-9 * std::max(leftTotal, rightTotal)) {
        throw Refusal(ErrorCode::BadArgument,
            "The left masses sum to " + std::to_string(leftTotal) + " and the right ones to "
                + std::to_string(rightTotal) + ": make the totals equal, or ask for rescaling.",
            "right");
    }

    takeCosts(problem);
    takeMasses(problem);
    buildStart();
    hangUp();

    TransportSolution solution;
    const int expected = int(0.82
        * std::pow(
            (m_rows + m_columns) / 2.0, 1.39)); // a forecast that only progress shows: what vectors of width 64 need
    for (int row, column; enteringEdge(row, column);) {
        if (solution.pivots >= options.maxPivots) {
            solution.status = TransportStatus::IterationLimit;
            break;
        }
        pivot(row, column);
        if (++solution.pivots % pivotsPerReport != 0)
            continue;
        refreshPotentials();
        progress.step(int(std::min<long long>(solution.pivots, expected)), expected, "solving");
    }
    readPlan(problem, leftTotal / rightTotal, solution);
    readDuals(solution);
    return solution;
}

void TransportSimplex::takeCosts(const TransportProblem& problem)
{
    m_rows = int(problem.rows());
    m_columns = int(problem.columns());
    m_stride = (problem.columns() + pricingBlock - 1) / pricingBlock * pricingBlock;
    const double largest = largestMagnitude(problem.cost.data(), problem.cost.size());
    m_scale = largest > 0 ? std::ldexp(1.0, -std::max(std::ilogb(largest) + 1, -1000)) : 1.0;
    m_cost.resize(problem.rows() * m_stride);
    for (std::size_t i = 0; i < problem.rows(); ++i) {
        double* row = m_cost.data() + i * m_stride;
        std::transform(problem.costRow(i), problem.costRow(i) + problem.columns(), row,
            [&](double cost) { return cost * m_scale; });
        std::fill(row + problem.columns(), row + m_stride, farAway);
    }
}

void TransportSimplex::takeMasses(const TransportProblem& problem)
{
    const std::int64_t parts = m_rows + 1;
    const std::int64_t units = (std::int64_t(1) << 61) / parts;
    toUnits(problem.left, units, m_supply);
    toUnits(problem.right, units, m_demand);
    for (std::int64_t& supply : m_supply)
        supply = supply * parts + 1;
    for (std::int64_t& demand : m_demand)
        demand *= parts;
    m_demand.back() += m_rows;
}

// Each row in turn sends what it has to the open column that is cheapest for it, compared with what the column costs
// the cheapest row.
void TransportSimplex::buildStart()
{
    m_arcs.clear();
    m_closed.assign(costRow(0), costRow(0) + m_stride);
    for (int i = 1; i < m_rows; ++i) {
        for (std::size_t j = 0; j < m_stride; ++j)
            m_closed[j] = std::min(m_closed[j], costRow(i)[j]);
    }
    std::fill(m_closed.begin() + m_columns, m_closed.end(), -farAway);
    for (int j = 0; j < m_columns; ++j) {
        if (m_demand[std::size_t(j)] > 0)
            continue;
        int cheapest = 0; // a column that wants nothing hangs on its cheapest row
        while (costRow(cheapest)[j] != m_closed[std::size_t(j)])
            ++cheapest;
        m_arcs.push_back({ cheapest, j, 0 });
        m_closed[std::size_t(j)] = -farAway;
    }
    for (int i = 0; i < m_rows; ++i) {
        for (std::int64_t left = m_supply[std::size_t(i)]; left > 0;) {
            const int j = columnWith(smallestDifference(costRow(i), m_closed.data(), m_stride), i, m_closed.data());
            const std::int64_t sent = std::min(left, m_demand[std::size_t(j)]);
            m_arcs.push_back({ i, j, sent });
            left -= sent;
            if ((m_demand[std::size_t(j)] -= sent) == 0)
                m_closed[std::size_t(j)] = -farAway;
        }
    }
}

// From the parent's, so that the reduced cost of the edge between them is zero.
inline void TransportSimplex::setPotential(int node)
{
    const int parent = m_tree.parent(node);
    m_potential[std::size_t(node)] = m_potential[std::size_t(parent)]
        + (node < m_rows ? -costRow(node)[parent - m_rows] : costRow(parent)[node - m_rows]);
}

// Makes the arcs of the start, which are a spanning tree because nothing is degenerate, hang from the last column.
void TransportSimplex::hangUp()
{
    const int nodes = m_rows + m_columns;
    m_potential.assign(std::size_t(m_rows) + m_stride, 0);
    m_pricedRow = 0;
    m_firstArc.assign(std::size_t(nodes), -1);
    m_nextArc.resize(2 * m_arcs.size());
    const auto endOf = [this](int entry) { // of arc entry / 2: its row for even entries, its column for odd ones
        const Arc& arc = m_arcs[std::size_t(entry / 2)];
        return entry % 2 == 0 ? arc.row : m_rows + arc.column;
    };
    for (int entry = 0; entry < int(m_nextArc.size()); ++entry) {
        m_nextArc[std::size_t(entry)] = m_firstArc[std::size_t(endOf(entry))];
        m_firstArc[std::size_t(endOf(entry))] = entry;
    }
    m_open.clear();
    m_tree.begin(nodes, nodes - 1);
    for (int node = nodes - 1;;) {
        for (int entry = m_firstArc[std::size_t(node)]; entry >= 0; entry = m_nextArc[std::size_t(entry)]) {
            if (endOf(entry ^ 1) != m_tree.parent(node))
                m_open.push_back(entry);
        }
        if (m_open.empty())
            break;
        const int entry = m_open.back();
        m_open.pop_back();
        node = endOf(entry ^ 1);
        m_tree.append(node, endOf(entry), m_arcs[std::size_t(entry / 2)].flow);
        setPotential(node);
    }
    m_tree.complete();
}

// Rounding gathers in potentials that are moved at every pivot: from time to time they are computed anew from the tree.
void TransportSimplex::refreshPotentials()
{
    m_potential[std::size_t(m_tree.all().front())] = 0;
    for (const int node : m_tree.all().subspan(1))
        setPotential(node);
}

// The most negative reduced cost in the next group of rows that has one; false when there is none at all.
bool TransportSimplex::price(int& row, int& column)
{
    double best = -enteringTolerance;
    double bestDifference = 0;
    row = -1;
    for (int scanned = 0; scanned < m_rows && row < 0;) {
        for (int inGroup = 0; inGroup < pricedTogether && scanned < m_rows; ++inGroup, ++scanned) {
            const int candidate = m_pricedRow;
            m_pricedRow = candidate + 1 == m_rows ? 0 : candidate + 1;
            const double difference = smallestDifference(costRow(candidate), columnPotentials(), m_stride);
            if (difference + m_potential[std::size_t(candidate)] < best) {
                best = difference + m_potential[std::size_t(candidate)];
                bestDifference = difference;
                row = candidate;
            }
        }
    }
    if (row >= 0)
        column = columnWith(bestDifference, row, columnPotentials());
    return row >= 0;
}

// Where smallestDifference() found what it found.
int TransportSimplex::columnWith(double difference, int row, const double* subtracted) const
{
    const double* costs = costRow(row);
    int column = 0;
    while (costs[column] - subtracted[column] != difference)
        ++column;
    return column;
}

bool TransportSimplex::enteringEdge(int& row, int& column)
{
    if (price(row, column))
        return true;
    refreshPotentials(); // "none" counts only when it is said of fresh potentials
    return price(row, column);
}

// The edge (row, column) enters. On the cycle it closes, flow falls on the edges above rows on the row's side and above
// columns on the column's side, and rises on the others; the edge that reaches zero first leaves.
void TransportSimplex::pivot(int row, int column)
{
    const int rowEnd = row;
    const int columnEnd = m_rows + column;
    const double reducedCost
        = costRow(row)[column] + m_potential[std::size_t(rowEnd)] - m_potential[std::size_t(columnEnd)];
    std::int64_t step = std::numeric_limits<std::int64_t>::max();
    int leaving = -1;
    bool leavesOnRowSide = true;
    int join = rowEnd;
    for (; !m_tree.isAbove(join, columnEnd); join = m_tree.parent(join)) {
        if (join < m_rows && m_tree.flow(join) < step) {
            step = m_tree.flow(join);
            leaving = join;
        }
    }
    for (int node = columnEnd; node != join; node = m_tree.parent(node)) {
        if (node >= m_rows && m_tree.flow(node) < step) {
            step = m_tree.flow(node);
            leaving = node;
            leavesOnRowSide = false;
        }
    }
    const int below = leavesOnRowSide ? rowEnd : columnEnd;
    m_tree.rehang(leaving, below, leavesOnRowSide ? columnEnd : rowEnd, step, join);
    // All potentials of the part that was hung up again move by what the reduced cost of the entering edge was.
    const double rise = leavesOnRowSide ? -reducedCost : reducedCost;
    for (const int node : m_tree.part(below))
        m_potential[std::size_t(node)] += rise;
}

// Flows of the final tree for the true masses: what a part of the tree has too much goes up.
void TransportSimplex::readPlan(const TransportProblem& problem, double rightScale, TransportSolution& solution)
{
    const int nodes = m_rows + m_columns;
    m_net.resize(std::size_t(nodes));
    double sum = 0;
    for (int i = 0; i < m_rows; ++i)
        sum += m_net[std::size_t(i)] = problem.left[std::size_t(i)];
    for (int j = 0; j < m_columns; ++j)
        m_net[std::size_t(m_rows + j)] = -problem.right[std::size_t(j)] * rightScale;
    const double noise = 4 * std::numeric_limits<double>::epsilon() * sum; // flows that are zero but for rounding
    const auto all = m_tree.all();
    for (std::size_t k = all.size() - 1; k > 0; --k) {
        const int node = all[k];
        const int parent = m_tree.parent(node);
        const double net = m_net[std::size_t(node)];
        m_net[std::size_t(parent)] += net;
        const double flow = node < m_rows ? net : -net;
        if (flow > noise)
            solution.plan.push_back(
                node < m_rows ? PlanEntry { node, parent - m_rows, flow } : PlanEntry { parent, node - m_rows, flow });
    }
    std::sort(solution.plan.begin(), solution.plan.end(),
        [](const PlanEntry& a, const PlanEntry& b) { return a.left != b.left ? a.left < b.left : a.right < b.right; });
    for (const PlanEntry& entry : solution.plan)
        solution.cost += entry.mass * problem.costRow(std::size_t(entry.left))[entry.right];
}

// u_i = min_j (cost_ij − v_j): feasible by construction, so that the gap is an honest one even after an iteration
// limit.
void TransportSimplex::readDuals(TransportSolution& solution) const
{
    solution.dualLeft.resize(std::size_t(m_rows));
    for (std::size_t i = 0; i < solution.dualLeft.size(); ++i)
        solution.dualLeft[i] = smallestDifference(costRow(int(i)), columnPotentials(), m_stride) / m_scale;
    solution.dualRight.assign(columnPotentials(), columnPotentials() + m_columns);
    for (double& dual : solution.dualRight)
        dual /= m_scale;
}

} // namespace vitrine
