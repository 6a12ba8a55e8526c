// SPDX-License-Identifier: GPL-3.0-or-later
// Classification by nearest neighbours, and the plain word counts that it has to be compared with.
#pragma once

#include "core/runtime/seeded_hash.h"
#include "core/words/nearest.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace vitrine {

/// What a vote decided.
struct Vote {
    std::string label; ///< empty when no neighbour has a label
    int k = 0; ///< how many voted
};

/// The label that more than half of the nearest k have; without one, of the nearest k − 2, and so on down to the
/// nearest one (the rule of the original word mover's distance code). `labels` are those of the neighbours, nearest
/// first.
Vote voteOf(const std::vector<std::string>& labels, int k);

/// Texts as word counts that sum to 1, with L1 distances: the baseline a published comparison forgot to normalise.
class CountVectors {
public:
    /// Counts of `texts`; with `idf`, each times ln(N/df) of `texts` themselves, then normalised.
    CountVectors(const std::vector<WordSequence>& texts, bool idf);

    /// The k nearest of the texts to `query` by Σ|x − y|, `except` left out; equal distances by number.
    std::vector<TextDistance> nearest(const WordSequence& query, int k, int except = -1) const;

private:
    using Counts = std::vector<std::pair<int, double>>; // word number ascending, share

    Counts countsOf(const WordSequence& text) const;

    std::unordered_map<std::string, int, SeededHash> m_numbers;
    std::vector<double> m_weights; // per word
    double m_unseenWeight = 1;
    std::vector<Counts> m_texts;
};

} // namespace vitrine
