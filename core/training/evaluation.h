// SPDX-License-Identifier: GPL-3.0-or-later
// How a network does on labelled texts while it learns: in batches, because there are many.
#pragma once

#include "core/results/evaluation.h"
#include "core/training/text_batches.h"

namespace vitrine {

/// What became of some texts.
struct Evaluated {
    std::vector<double> loss; ///< cross-entropy of each
    std::vector<bool> correct;

    /// Over the texts of `which`; empty: over all.
    Proportion accuracy(const std::vector<bool>& which = {}) const;
    double meanLoss(const std::vector<bool>& which = {}) const;
};

/// Every text has a label. Without dropout and graph.
Evaluated evaluate(const TextModel& network, const std::vector<EncodedText>& texts, int paddingId, std::size_t batch,
    const Progress& progress);

} // namespace vitrine
