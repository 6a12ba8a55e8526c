// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest texts of a corpus, exactly, with as few exact problems as lower bounds allow; all pairs, and an order of
// a matrix of distances.
#pragma once

#include "core/results/nearest.h"
#include "core/runtime/progress.h"
#include "core/transport/simplex.h"
#include "core/words/word_bag.h"

#include <span>
#include <utility>
#include <vector>

namespace vitrine {

/// A text at a distance.
struct TextDistance {
    int text = 0; ///< index into the bags
    double distance = 0;

    bool operator==(const TextDistance&) const = default;
};

/// What a search found and what it took.
struct NearestTexts {
    std::vector<TextDistance> found; ///< nearest first; equal distances by text
    SearchWork work;
};

/// Finds the `k` nearest of `texts` to `query` among those that are not empty, `except` left out (−1: none). First the
/// relaxed bound of every text, from one table of distances words × query; then, in the order of the bounds, the exact
/// problem, unless the sharper constrained bound already exceeds the k-th best, until the relaxed bound does. The
/// result is that of solving all of them. The memory of `simplex` is used. Throws Refusal(BadArgument) for an empty
/// query; Cancelled.
NearestTexts nearestTexts(const WordSpace& space, const WordBag& query, std::span<const WordBag> texts, CostKind cost,
    int k, TransportSimplex& simplex, const Progress& progress = {}, int except = -1);

/// The exact distances of all pairs of `texts`, row by row; NaN where one of them is empty. Spread over `workers`
/// threads (0: the cores). Progress stage: "all pairs". Throws Cancelled.
std::vector<std::vector<double>> allDistances(
    const WordSpace& space, std::span<const WordBag> texts, CostKind cost, int workers, const Progress& progress = {});

/// The exact distance of two bags, neither empty.
double bagDistance(
    const WordSpace& space, const WordBag& left, const WordBag& right, CostKind cost, TransportSimplex& simplex);

// An order of the rows of a distance matrix in which like stands beside like.

/// Leaves of average linkage (UPGMA), found by nearest-neighbour chains in O(n²) steps. Of two branches that join, the
/// one whose end is nearer to the other stands inside. `distance` is symmetric and finite. Returns a permutation of 0 …
/// n−1.
std::vector<int> leafOrder(std::vector<std::vector<double>> distance);

} // namespace vitrine
