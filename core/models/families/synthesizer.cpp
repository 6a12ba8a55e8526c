// SPDX-License-Identifier: GPL-3.0-or-later
// BERT with scores from elsewhere, layer by layer. The family is ours: no other program defines its config.
#include "core/models/families/families.h"

#include "core/models/layers/encoder.h"
#include "core/models/layers/synthesized_scores.h"

namespace vitrine {

std::unique_ptr<TextModel> loadSynthesizer(const ModelConfig& config, WeightReader& weights)
{
    auto network = makeEncoder(config, "bert.embeddings.", weights);
    const auto& about = config.synthesizer;
    for (int i = 0; i < config.layers; ++i) {
        const auto layer = "bert.encoder.layer." + std::to_string(i) + ".";
        const auto names = bertLayerNames(layer);
        const ScorePlan plan { layer + "attention.self.", config.hidden, config.heads, config.positions, about.rank,
            about.outer, about.inner };
        auto scores = readScores(about.scores[std::size_t(i)], plan, weights);
        network->layers.push_back(readLayer(config, names, weights, std::move(scores),
            weights.linear(names.value, config.hidden, config.hidden), config.hidden));
    }
    network->head = readHead(config, "bert.pooler.dense", "tanh", "classifier", weights);
    return network;
}

} // namespace vitrine
