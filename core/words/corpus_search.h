// SPDX-License-Identifier: GPL-3.0-or-later
// A whole `nearest` request: a corpus, and what is asked of it.
#pragma once

#include "core/io/corpus/corpus.h"
#include "core/results/nearest.h"
#include "core/runtime/progress.h"
#include "core/words/word_bag.h"

#include <optional>
#include <vector>

namespace vitrine {

/// Largest set of which all pairs are computed.
constexpr std::size_t maxMatrixRows = 2000;

/// What is asked.
struct CorpusQuestion {
    int k = 10;
    MassKind mass = MassKind::Uniform; ///< document frequencies are those of the corpus
    CostKind cost = CostKind::Euclidean;
    bool query = false; ///< the first of the texts is a query
    bool matrix = false; ///< all pairs of the corpus
    int workers = 0; ///< threads over pairs and test texts; 0: the cores
};

/// `texts` are, in this order: the query if there is one, `corpus`, `test`. With labels in the corpus the neighbours
/// vote, and over labelled test texts accuracy is measured; normalised word counts are measured beside it, because
/// comparisons without them have misled. Fills in everything but the document's head and the names of costs and masses.
/// Throws Refusal(BadArgument): a query without words, naming the unknown ones; TooLarge: a matrix of more than
/// maxMatrixRows texts; Cancelled.
Nearest searchCorpus(const WordTexts& texts, const std::vector<CorpusRow>& corpus, const std::vector<CorpusRow>& test,
    const CorpusQuestion& question, const Progress& progress = {});

} // namespace vitrine
