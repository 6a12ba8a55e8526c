// SPDX-License-Identifier: GPL-3.0-or-later
// Attention probabilities of one text and what is worth knowing about each head.
#pragma once

#include "core/results/float_array.h"
#include "core/results/prediction.h"

#include <optional>

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

    static void fields(auto& visit, auto& statistics)
    {
        visit("layer", statistics.layer);
        visit("head", statistics.head);
        visit("entropy", statistics.entropy);
        visit("diagonal", statistics.diagonal);
        visit("previous", statistics.previous);
        visit("next", statistics.next);
        visit("first", statistics.first);
        visit("special", statistics.special);
    }
    bool operator==(const HeadStatistics&) const = default;
};

/// One kind of scores that a layer mixes.
struct ScorePart {
    std::string id; ///< "random"
    std::string title;
    std::string help; ///< what a row of such scores depends on
    double weight = 1; ///< in the mixture; the weights of all parts sum to 1

    static void fields(auto& visit, auto& part)
    {
        visit("id", part.id);
        visit("title", part.title);
        visit("help", part.help);
        visit("weight", part.weight);
    }
    bool operator==(const ScorePart&) const = default;
};

/// How far the scores of one head, before mask and softmax, depend on the tokens.
struct ScoreInfluence {
    int layer = 0;
    int head = 0;
    FloatArray matrix; ///< (L, L): [i][k] is the Frobenius norm of the derivative of row i by the vector of token k
                       ///< that this layer reads; 0 is exactly 0
    std::vector<ScorePart> parts; ///< what the scores are made of; empty when the family does not name it

    static void fields(auto& visit, auto& influence)
    {
        visit("layer", influence.layer);
        visit("head", influence.head);
        visit("matrix", influence.matrix);
        visit("parts", influence.parts);
    }
    bool operator==(const ScoreInfluence&) const = default;
};

/// All maps of one text: `maps` is (layers, heads, L, L), or the selected part of it; rows are queries and sum to 1.
struct Attention {
    static constexpr const char* kind = "attention";

    Provenance provenance;
    Encoding encoding;
    FloatArray maps;
    std::vector<int> layers; ///< which layers maps holds, ascending
    std::vector<int> heads; ///< which heads maps holds, ascending
    std::vector<HeadStatistics> statistics;
    Prediction prediction;
    std::optional<ScoreInfluence> influence; ///< when it was asked for

    static void fields(auto& visit, auto& attention)
    {
        visit(attention.provenance);
        visit("encoding", attention.encoding);
        visit("maps", attention.maps);
        visit("layers", attention.layers);
        visit("heads", attention.heads);
        visit("statistics", attention.statistics);
        visit("prediction", attention.prediction);
        visit("influence", attention.influence);
    }
    bool operator==(const Attention&) const = default;
};

} // namespace vitrine
