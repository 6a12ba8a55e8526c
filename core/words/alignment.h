// SPDX-License-Identifier: GPL-3.0-or-later
// Two texts aligned by optimal transport; the result is the document of the contract.
#pragma once

#include "core/results/alignment.h"
#include "core/runtime/progress.h"
#include "core/transport/simplex.h"
#include "core/words/word_bag.h"

namespace vitrine {

/// More entries than this are left out of `cost` and `plan`, with a warning; `flows` always has the plan.
constexpr std::size_t maxPrintedCosts = 4'000'000;

/// Weighting of both texts; `given` masses are taken from `leftGiven` and `rightGiven`.
struct AlignmentOptions {
    MassKind mass = MassKind::Uniform;
    CostKind cost = CostKind::Euclidean;
    const DocumentFrequencies* frequencies = nullptr;
    std::vector<double> leftGiven; ///< per word of the text, for MassKind::Given
    std::vector<double> rightGiven;
    long long maxPivots = std::numeric_limits<long long>::max();
};

/// Aligns texts 0 and 1. Everything but the document's head and the names of costs and masses is filled in. Throws
/// Refusal(BadArgument) for a side without words, naming the unknown ones, and what TransportSimplex::solve() throws.
Alignment alignTexts(const WordTexts& texts, const AlignmentOptions& options, const Progress& progress = {});

/// A problem without texts. Throws what TransportSimplex::solve() throws.
Alignment alignMasses(
    const TransportProblem& problem, const SimplexOptions& options = {}, const Progress& progress = {});

/// Puts another plan, (n, m) row-major, in place of the exact one: distance, flows and contributions are then of that
/// plan; certificate and `exact` stay. Needs the matrix of costs, so at most maxPrintedCosts.
void showPlan(Alignment& alignment, const std::vector<double>& plan);

/// "wmd", "wrd" or "emd".
std::string measureName(CostKind cost, MassKind mass);

} // namespace vitrine
