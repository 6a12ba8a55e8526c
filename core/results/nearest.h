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

    static void fields(auto& visit, auto& neighbour)
    {
        visit("row", neighbour.row);
        visit("id", neighbour.id);
        visit("text", neighbour.text);
        visit("label", neighbour.label);
        visit("distance", neighbour.distance);
    }
    bool operator==(const Neighbour&) const = default;
};

/// Which texts were solved exactly. documents = exact + pruned.
struct SearchWork {
    int documents = 0; ///< texts with at least one known word
    int exact = 0; ///< exact problems solved
    int pruned = 0; ///< texts that a lower bound ruled out
    int skipped = 0; ///< texts without a known word: no distance is defined
    long long pivots = 0;

    static void fields(auto& visit, auto& work)
    {
        visit("documents", work.documents);
        visit("exact", work.exact);
        visit("pruned", work.pruned);
        visit("skipped", work.skipped);
        visit("pivots", work.pivots);
    }
    bool operator==(const SearchWork&) const = default;
};

/// Exact distances of all pairs of a set.
struct DistanceMatrix {
    std::vector<int> rows; ///< which texts of the corpus, as Neighbour::row
    std::vector<std::string> texts; ///< of these rows
    std::vector<std::vector<double>> distance; ///< symmetric, zero diagonal
    std::vector<int> order; ///< permutation of 0 … rows−1 that puts like texts together (leaves of average linkage)

    static void fields(auto& visit, auto& matrix)
    {
        visit("rows", matrix.rows);
        visit("texts", matrix.texts);
        visit("distance", matrix.distance);
        visit("order", matrix.order);
    }
    bool operator==(const DistanceMatrix&) const = default;
};

/// Classification by the labels of the nearest texts, for one way to measure distance.
struct NeighbourVote {
    std::string method; ///< "transport", "bow-l1", "tf-idf-l1"
    std::string label; ///< majority of k; without one k − 2 and so on
    int k = 0; ///< the k that had a majority
    std::optional<Proportion> accuracy; ///< over a test set, when one was given

    static void fields(auto& visit, auto& vote)
    {
        visit("method", vote.method);
        visit("label", vote.label);
        visit("k", vote.k);
        visit("accuracy", vote.accuracy);
    }
    bool operator==(const NeighbourVote&) const = default;
};

/// Answer to `nearest`.
struct Nearest {
    static constexpr const char* kind = "nearest";

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

    static void fields(auto& visit, auto& nearest)
    {
        visit(nearest.provenance);
        visit("query", nearest.query);
        visit("measure", nearest.measure);
        visit("cost_kind", nearest.costKind);
        visit("mass_kind", nearest.massKind);
        visit("vectors", nearest.vectors);
        visit("unknown", nearest.unknown);
        visit("neighbours", nearest.neighbours);
        visit("work", nearest.work);
        visit("votes", nearest.votes);
        visit("matrix", nearest.matrix);
    }
    bool operator==(const Nearest&) const = default;
};

} // namespace vitrine
