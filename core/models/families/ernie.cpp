// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/families.h"

#include "core/models/layers/encoder.h"

namespace vitrine {

std::unique_ptr<TextModel> loadErnie(const ModelConfig& config, WeightReader& weights)
{
    auto ernie = makeEncoder(config, "ernie.embeddings.", weights);
    if (config.taskTypes > 0)
        ernie->embeddings.everywhere
            = weights.take("ernie.embeddings.task_type_embeddings.weight", { config.taskTypes, config.embedding })[0];
    for (int i = 0; i < config.layers; ++i)
        ernie->layers.push_back(
            readLayer(config, bertLayerNames("ernie.encoder.layer." + std::to_string(i) + "."), weights));
    ernie->head = readHead(config, "ernie.pooler.dense", "tanh", "classifier", weights);
    return ernie;
}

} // namespace vitrine
