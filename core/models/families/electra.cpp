// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/families.h"

#include "core/models/layers/encoder.h"

namespace vitrine {

std::unique_ptr<TextModel> loadElectra(const ModelConfig& config, WeightReader& weights)
{
    auto electra = makeEncoder(config, "electra.embeddings.", weights);
    if (config.embedding != config.hidden)
        electra->embeddings.projection = weights.linear("electra.embeddings_project", config.hidden, config.embedding);
    for (int i = 0; i < config.layers; ++i)
        electra->layers.push_back(
            readLayer(config, bertLayerNames("electra.encoder.layer." + std::to_string(i) + "."), weights));
    electra->head
        = readHead(config, "classifier.dense", "gelu", "classifier.out_proj", weights); // gelu whatever hidden_act says
    return electra;
}

} // namespace vitrine
