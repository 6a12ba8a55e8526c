// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/families.h"

#include "core/models/layers/encoder.h"

namespace vitrine {

std::unique_ptr<TextModel> loadBert(const ModelConfig& config, WeightReader& weights)
{
    auto bert = makeEncoder(config, "bert.embeddings.", weights);
    for (int i = 0; i < config.layers; ++i)
        bert->layers.push_back(
            readLayer(config, bertLayerNames("bert.encoder.layer." + std::to_string(i) + "."), weights));
    bert->head = readHead(config, "bert.pooler.dense", "tanh", "classifier", weights);
    return bert;
}

} // namespace vitrine
