// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/families.h"

#include "core/models/layers/encoder.h"
#include "core/runtime/error.h"

namespace vitrine {

std::unique_ptr<TextModel> loadRoberta(const ModelConfig& config, WeightReader& weights)
{
    auto roberta = makeEncoder(config, "roberta.embeddings.", weights);
    for (int i = 0; i < config.layers; ++i)
        roberta->layers.push_back(
            readLayer(config, bertLayerNames("roberta.encoder.layer." + std::to_string(i) + "."), weights));
    roberta->head = readHead(config, "classifier.dense", "tanh", "classifier.out_proj", weights);
    // Positions begin after the padding's id; the rows up to it are never used by text.
    roberta->paddingPosition = config.padId.value_or(1);
    roberta->longest = config.positions - *roberta->paddingPosition - 1;
    if (roberta->longest < 1) {
        throw Refusal(ErrorCode::MalformedFile,
            "config.json says max_position_embeddings " + std::to_string(config.positions)
                + ", but positions begin after pad_token_id " + std::to_string(*roberta->paddingPosition)
                + ": no text fits. Mend it or fetch config.json again.",
            "max_position_embeddings");
    }
    return roberta;
}

} // namespace vitrine
