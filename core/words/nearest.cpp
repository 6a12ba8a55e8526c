// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/nearest.h"

#include "core/runtime/error.h"
#include "core/words/parallel.h"
#include "core/words/word_costs.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <mutex>
#include <numeric>

namespace vitrine {
namespace {

constexpr std::size_t maxDuals = 32; // remembered from solved texts
constexpr double rounding = 1e-12; // a bound may exceed the exact value by so much, against the largest cost

// Distances from the words of a query to the words of the space, computed when a word is first met.
class CostTable {
public:
    CostTable(const WordSpace& space, const WordBag& query, CostKind cost)
        : m_space(space)
        , m_query(query)
        , m_cost(cost)
        , m_rowOf(std::size_t(space.size()), -1)
    {
    }

    // Costs (n) from the query to `word`.
    const double* to(int word)
    {
        int& row = m_rowOf[std::size_t(word)];
        if (row < 0) {
            row = int(m_smallest.size());
            for (const int i : m_query.vector) {
                const double cost
                    = i == word ? 0.0 : wordCost(m_cost, m_space.row(i), m_space.row(word), m_space.note.width);
                m_costs.push_back(cost);
                m_largest = std::max(m_largest, cost);
            }
            m_smallest.push_back(*std::min_element(m_costs.end() - std::ptrdiff_t(m_query.size()), m_costs.end()));
        }
        return m_costs.data() + std::size_t(row) * m_query.size();
    }
    // After to(word).
    double smallest(int word) const { return m_smallest[std::size_t(m_rowOf[std::size_t(word)])]; }
    double largest() const { return m_largest; }

private:
    const WordSpace& m_space;
    const WordBag& m_query;
    CostKind m_cost;
    std::vector<int> m_rowOf; // per word of the space
    std::vector<double> m_costs; // (words met, n)
    std::vector<double> m_smallest; // (words met)
    double m_largest = 0;
};

class Search {
public:
    Search(const WordSpace& space, const WordBag& query, std::span<const WordBag> texts, CostKind cost,
        TransportSimplex& simplex)
        : m_query(query)
        , m_texts(texts)
        , m_table(space, query, cost)
        , m_simplex(simplex)
    {
    }

    NearestTexts run(int k, const Progress& progress, int except)
    {
        boundAll(progress, except);
        for (std::size_t at = 0; at < m_order.size(); ++at) {
            const auto [bound, text] = m_order[at];
            const double slack = rounding * m_table.largest();
            if (isFull(k) && bound > worst() + slack)
                break;
            if (at % 64 == 0)
                progress.step(int(at), int(m_order.size()), "solving");
            fillCosts(text);
            const TransportProblem problem { m_texts[std::size_t(text)].mass, m_query.mass, m_costs };
            if (isFull(k)
                && (constrainedBound(problem) > worst() + slack
                    || borrowedBound(problem, worst() + slack) > worst() + slack))
                continue;
            const TransportSolution solution = m_simplex.solve(problem, {}, progress.withoutReports());
            ++m_result.work.exact;
            m_result.work.pivots += solution.pivots;
            insert({ text, solution.cost }, k);
            m_queryDuals.push_back(solution.dualRight);
            if (m_queryDuals.size() > maxDuals)
                m_queryDuals.pop_front();
        }
        m_result.work.pruned = m_result.work.documents - m_result.work.exact;
        return std::move(m_result);
    }

private:
    bool isFull(int k) const { return int(m_result.found.size()) >= k; }
    double worst() const { return m_result.found.back().distance; }

    void boundAll(const Progress& progress, int except)
    {
        std::vector<double> nearest;
        for (std::size_t t = 0; t < m_texts.size(); ++t) {
            if (t % 1024 == 0)
                progress.step(int(t), int(m_texts.size()), "bounding");
            const WordBag& text = m_texts[t];
            if (int(t) == except)
                continue;
            if (text.size() == 0) {
                ++m_result.work.skipped;
                continue;
            }
            double fromText = 0;
            nearest.assign(m_query.size(), std::numeric_limits<double>::infinity());
            for (std::size_t i = 0; i < text.size(); ++i) {
                const double* costs = m_table.to(text.vector[i]);
                fromText += text.mass[i] * m_table.smallest(text.vector[i]);
                for (std::size_t j = 0; j < nearest.size(); ++j)
                    nearest[j] = std::min(nearest[j], costs[j]);
            }
            const double fromQuery = std::inner_product(nearest.begin(), nearest.end(), m_query.mass.begin(), 0.0);
            m_order.emplace_back(std::max(fromText, fromQuery), int(t));
        }
        m_result.work.documents = int(m_order.size());
        std::sort(m_order.begin(), m_order.end());
    }

    // Duals of the query's words that solved another text make a feasible dual for this one: u_i = min_j (d_ij − v_j),
    // then v_j = min_i (d_ij − u_i), which only grows. Texts near one query have much alike duals, so the bound is
    // close. Stops once above `enough`.
    double borrowedBound(const TransportProblem& problem, double enough)
    {
        double best = -std::numeric_limits<double>::infinity();
        for (auto duals = m_queryDuals.rbegin(); duals != m_queryDuals.rend() && best <= enough; ++duals) {
            double bound = 0;
            m_grown.assign(problem.columns(), std::numeric_limits<double>::infinity());
            for (std::size_t i = 0; i < problem.rows(); ++i) {
                const double* costs = problem.costRow(i);
                double u = std::numeric_limits<double>::infinity();
                for (std::size_t j = 0; j < problem.columns(); ++j)
                    u = std::min(u, costs[j] - (*duals)[j]);
                for (std::size_t j = 0; j < problem.columns(); ++j)
                    m_grown[j] = std::min(m_grown[j], costs[j] - u);
                bound += problem.left[i] * u;
            }
            best = std::max(best, std::inner_product(m_grown.begin(), m_grown.end(), problem.right.begin(), bound));
        }
        return best;
    }

    // (words of the text, words of the query)
    void fillCosts(int text)
    {
        m_costs.clear();
        for (const int word : m_texts[std::size_t(text)].vector) {
            const double* costs = m_table.to(word);
            m_costs.insert(m_costs.end(), costs, costs + m_query.size());
        }
    }

    void insert(TextDistance candidate, int k)
    {
        auto& found = m_result.found;
        const auto before = [](const TextDistance& a, const TextDistance& b) {
            return a.distance != b.distance ? a.distance < b.distance : a.text < b.text;
        };
        found.insert(std::upper_bound(found.begin(), found.end(), candidate, before), candidate);
        if (int(found.size()) > k)
            found.pop_back();
    }

    const WordBag& m_query;
    std::span<const WordBag> m_texts;
    CostTable m_table;
    TransportSimplex& m_simplex;
    std::vector<std::pair<double, int>> m_order; // relaxed bound, text
    std::vector<double> m_costs;
    std::deque<std::vector<double>> m_queryDuals; // of the texts solved last
    std::vector<double> m_grown;
    NearestTexts m_result;
};

} // namespace

NearestTexts nearestTexts(const WordSpace& space, const WordBag& query, std::span<const WordBag> texts, CostKind cost,
    int k, TransportSimplex& simplex, const Progress& progress, int except)
{
    if (query.size() == 0)
        throw Refusal(
            ErrorCode::BadArgument, "No word of the query has a vector: use other words or other vectors.", "query");
    return Search(space, query, texts, cost, simplex).run(k, progress, except);
}

double bagDistance(
    const WordSpace& space, const WordBag& left, const WordBag& right, CostKind cost, TransportSimplex& simplex)
{
    const std::vector<double> costs = wordCosts(cost, space, left, right);
    return simplex.solve({ left.mass, right.mass, costs }).cost;
}

std::vector<std::vector<double>> allDistances(
    const WordSpace& space, std::span<const WordBag> texts, CostKind cost, int workers, const Progress& progress)
{
    const int count = int(texts.size());
    std::vector<std::vector<double>> distances(texts.size(), std::vector<double>(texts.size(), 0.0));
    std::vector<TransportSimplex> simplexes(std::size_t(workersFor(workers)));
    std::mutex reporting;
    int done = 0;
    forAll(count, int(simplexes.size()), [&](int worker, int i) {
        {
            const std::lock_guard lock(reporting);
            progress.step(done++, count, "all pairs");
        }
        for (int j = i; j < count; ++j) {
            const WordBag& left = texts[std::size_t(i)];
            const WordBag& right = texts[std::size_t(j)];
            const bool empty = left.size() == 0 || right.size() == 0;
            const double distance = empty ? std::numeric_limits<double>::quiet_NaN()
                : i == j                  ? 0.0
                                          : bagDistance(space, left, right, cost, simplexes[std::size_t(worker)]);
            distances[std::size_t(i)][std::size_t(j)] = distances[std::size_t(j)][std::size_t(i)] = distance;
        }
    });
    return distances;
}

namespace {

using Matrix = std::vector<std::vector<double>>;

// Joins two orders so that their nearest ends meet.
std::vector<int> joined(std::vector<int> left, std::vector<int> right, const Matrix& distance)
{
    const auto between = [&](int a, int b) { return distance[std::size_t(a)][std::size_t(b)]; };
    const double ends[] = { between(left.back(), right.front()), between(left.back(), right.back()),
        between(left.front(), right.front()), between(left.front(), right.back()) };
    const auto best = std::min_element(std::begin(ends), std::end(ends)) - std::begin(ends);
    if (best >= 2)
        std::reverse(left.begin(), left.end());
    if (best % 2 == 1)
        std::reverse(right.begin(), right.end());
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

} // namespace

std::vector<int> leafOrder(std::vector<std::vector<double>> distance)
{
    const std::size_t count = distance.size();
    const Matrix original = distance;
    std::vector<std::vector<int>> leaves(count); // empty: joined into another cluster
    for (std::size_t i = 0; i < count; ++i)
        leaves[i] = { int(i) };
    std::vector<std::size_t> chain;
    for (std::size_t clusters = count; clusters > 1;) {
        if (chain.empty())
            chain.push_back(std::size_t(
                std::find_if(leaves.begin(), leaves.end(), [](const auto& l) { return !l.empty(); }) - leaves.begin()));
        const std::size_t top = chain.back();
        // The former link wins ties, so that a chain of equal distances ends.
        std::size_t nearest = chain.size() > 1 ? chain[chain.size() - 2] : count;
        for (std::size_t other = 0; other < count; ++other) {
            if (other != top && !leaves[other].empty()
                && (nearest == count || distance[top][other] < distance[top][nearest]))
                nearest = other;
        }
        if (chain.size() < 2 || nearest != chain[chain.size() - 2]) {
            chain.push_back(nearest);
            continue;
        }
        chain.resize(chain.size() - 2);
        const double weight = double(leaves[top].size());
        const double otherWeight = double(leaves[nearest].size());
        for (std::size_t k = 0; k < count; ++k)
            distance[top][k] = distance[k][top]
                = (weight * distance[top][k] + otherWeight * distance[nearest][k]) / (weight + otherWeight);
        leaves[top] = joined(std::move(leaves[top]), std::move(leaves[nearest]), original);
        leaves[nearest].clear();
        --clusters;
    }
    for (auto& order : leaves) {
        if (!order.empty())
            return order;
    }
    return {};
}

} // namespace vitrine
