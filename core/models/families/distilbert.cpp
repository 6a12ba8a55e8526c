// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/families.h"

#include "core/models/layers/encoder.h"

namespace vitrine {
namespace {

LayerNames layerNames(const std::string& layer)
{
    return { layer + "attention.q_lin", layer + "attention.k_lin", layer + "attention.v_lin",
        layer + "attention.out_lin", layer + "sa_layer_norm", layer + "ffn.lin1", layer + "ffn.lin2",
        layer + "output_layer_norm" };
}

} // namespace

std::unique_ptr<TextModel> loadDistilbert(const ModelConfig& config, WeightReader& weights)
{
    auto distilbert = makeEncoder(config, "distilbert.embeddings.", weights);
    for (int i = 0; i < config.layers; ++i)
        distilbert->layers.push_back(
            readLayer(config, layerNames("distilbert.transformer.layer." + std::to_string(i) + "."), weights));
    distilbert->head = readHead(config, "pre_classifier", "relu", "classifier", weights);
    return distilbert;
}

} // namespace vitrine
