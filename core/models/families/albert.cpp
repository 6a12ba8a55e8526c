// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/families.h"

#include "core/models/layers/encoder.h"

namespace vitrine {
namespace {

LayerNames layerNames(const std::string& layer)
{
    return { layer + "attention.query", layer + "attention.key", layer + "attention.value", layer + "attention.dense",
        layer + "attention.LayerNorm", layer + "ffn", layer + "ffn_output", layer + "full_layer_layer_norm" };
}

} // namespace

std::unique_ptr<TextModel> loadAlbert(const ModelConfig& config, WeightReader& weights)
{
    auto albert = makeEncoder(config, "albert.embeddings.", weights);
    albert->embeddings.projection
        = weights.linear("albert.encoder.embedding_hidden_mapping_in", config.hidden, config.embedding);
    std::vector<std::vector<PostNormLayer>> groups;
    for (int group = 0; group < config.layerGroups; ++group) {
        auto& layers = groups.emplace_back();
        for (int i = 0; i < config.layersPerGroup; ++i)
            layers.push_back(readLayer(config,
                layerNames("albert.encoder.albert_layer_groups." + std::to_string(group) + ".albert_layers."
                    + std::to_string(i) + "."),
                weights));
    }
    // The same tensors run several times: copies share them.
    const int runs = config.layers / config.layersPerGroup;
    for (int i = 0; i < runs; ++i) {
        const auto& group = groups[std::size_t(i * config.layerGroups / runs)];
        albert->layers.insert(albert->layers.end(), group.begin(), group.end());
    }
    albert->head = readHead(
        config, "albert.pooler", "tanh", "classifier", weights); // the pooler is a layer itself, without ".dense"
    return albert;
}

} // namespace vitrine
