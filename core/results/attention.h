// SPDX-License-Identifier: GPL-3.0-or-later
// Attention probabilities of one text and what is worth knowing about each head.
#pragma once

#include "core/results/float_array.h"
#include "core/results/prediction.h"

namespace vitrine {

/// Figures of one head, averages over the rows (queries) of its map. Entropy in nats.
struct HeadStatistics {
    int layer = 0;
    int head = 0;
    double entropy = 0; ///< of a row
    double diagonal = 0; ///< weight on the token itself
    double previous = 0; ///< weight on the token before
    double next = 0; ///< weight on the token after
    double first = 0; ///< weight on the first token
    double special = 0; ///< weight on all special tokens

    bool operator==(const HeadStatistics&) const = default;
};

/// All maps of one text: `maps` is (layers, heads, L, L), or the selected part of it; rows are queries and sum to 1.
struct Attention {
    DocumentHead head;
    Encoding encoding;
    FloatArray maps;
    std::vector<int> layers; ///< which layers maps holds, ascending
    std::vector<int> heads; ///< which heads maps holds, ascending
    std::vector<HeadStatistics> statistics;
    Prediction prediction;

    bool operator==(const Attention&) const = default;
};

} // namespace vitrine
