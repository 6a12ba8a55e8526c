// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/leaf_order.h"

#include <algorithm>

namespace vitrine {
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
