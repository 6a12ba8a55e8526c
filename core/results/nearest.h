// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of a corpus that lie nearest to a query by exact transport, with how little had to be solved to know it.
#pragma once

#include "core/results/alignment.h"
#include "core/results/evaluation.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// One text of the corpus.
struct Neighbour {
    int row = 0; ///< of the corpus, from 1, bad rows counted; equal distances are ordered by it
    std::string id; ///< of the corpus, else empty
    std::string text;
    std::string label; ///< of the corpus, else empty
    double distance = 0; ///< exact

    bool operator==(const Neighbour&) const = default;
};

/// Which texts were solved exactly. documents = exact + pruned.
struct SearchWork {
    int documents = 0; ///< texts with at least one known word
    int exact = 0; ///< exact problems solved
    int pruned = 0; ///< texts that a lower bound ruled out
    int skipped = 0; ///< texts without a known word: no distance is defined
    long long pivots = 0;

    bool operator==(const SearchWork&) const = default;
};

/// Exact distances of all pairs of a set.
struct DistanceMatrix {
    std::vector<int> rows; ///< which texts of the corpus, as Neighbour::row
    std::vector<std::string> texts; ///< of these rows
    std::vector<std::vector<double>> distance; ///< symmetric, zero diagonal
    std::vector<int> order; ///< permutation of 0 … rows−1 that puts like texts together (leaves of average linkage)

    bool operator==(const DistanceMatrix&) const = default;
};

/// Classification by the labels of the nearest texts, for one way to measure distance.
struct NeighbourVote {
    std::string method; ///< "transport", "bow-l1", "tf-idf-l1"
    std::string label; ///< majority of k; without one k − 2 and so on
    int k = 0; ///< the k that had a majority
    std::optional<Proportion> accuracy; ///< over a test set, when one was given

    bool operator==(const NeighbourVote&) const = default;
};

/// Answer to `nearest`.
struct Nearest {
    Provenance provenance;
    std::string query; ///< empty when none was given
    std::string measure; ///< as in Alignment
    std::string costKind;
    std::string massKind;
    VectorsNote vectors;
    std::vector<std::string> unknown; ///< words of the query without a vector
    std::vector<Neighbour> neighbours; ///< nearest first
    SearchWork work;
    std::vector<NeighbourVote>
        votes; ///< when the corpus has labels; the word-count baselines stand beside the transport
    std::optional<DistanceMatrix> matrix; ///< when asked for

    bool operator==(const Nearest&) const = default;
};

} // namespace vitrine
