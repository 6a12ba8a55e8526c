// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/families.h"

#include "core/models/layers/decoder.h"

namespace vitrine {

std::unique_ptr<TextModel> loadGpt2(const ModelConfig& config, WeightReader& weights)
{
    return readDecoder(config, { "wte.weight", "wpe.weight", "ln_f", true }, weights);
}

std::unique_ptr<TextModel> loadOpenAiGpt(const ModelConfig& config, WeightReader& weights)
{
    return readDecoder(config, { "tokens_embed.weight", "positions_embed.weight", "", false }, weights);
}

} // namespace vitrine
