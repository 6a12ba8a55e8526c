// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of families; the order of the tensor signs matters where one name could carry two.
#include "core/models/config/config_defaults.h"

#include <algorithm>

namespace vitrine {
namespace {

constexpr ConfigFieldNames bertNames { "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
    "hidden_act", "max_position_embeddings", "type_vocab_size", "layer_norm_eps" };
// DistilBERT's LayerNorm eps is 1e-12 whatever a config says.
constexpr ConfigFieldNames distilbertNames { "dim", "n_layers", "n_heads", "hidden_dim", "activation",
    "max_position_embeddings", "", "" };
constexpr ConfigFieldNames gpt2Names { "n_embd", "n_layer", "n_head", "n_inner", "activation_function", "n_positions",
    "", "layer_norm_epsilon" };
constexpr ConfigFieldNames openaiGptNames { "n_embd", "n_layer", "n_head", "", "afn", "n_positions", "",
    "layer_norm_epsilon" };

} // namespace

const std::vector<ConfigFamily>& configFamilies()
{
    static const std::vector<ConfigFamily> families {
        { "openai-gpt", "OpenAIGPT", "tokens_embed.weight", openaiGptNames, 40478, 768, 12, 12, 0, "gelu", 512, 0, 1e-5,
            {}, 0 },
        { "gpt2", "GPT2", "wte.weight", gpt2Names, 50257, 768, 12, 12, 0, "gelu_new", 1024, 0, 1e-5, {}, 0 },
        { "albert", "Albert", "albert_layer_groups", bertNames, 30000, 4096, 12, 64, 16384, "gelu_new", 512, 2, 1e-12,
            0, 128 },
        { "deberta", "Deberta", "attention.self.in_proj.weight", bertNames, 50265, 768, 12, 12, 3072, "gelu", 512, 0,
            1e-7, 0, 0 },
        { "deberta-v2", "DebertaV2", "query_proj", bertNames, 128100, 1536, 24, 24, 6144, "gelu", 512, 0, 1e-7, 0, 0 },
        { "distilbert", "DistilBert", "q_lin", distilbertNames, 30522, 768, 6, 12, 3072, "gelu", 512, 0, 1e-12, 0, 0 },
        { "electra", "Electra", "electra.", bertNames, 30522, 256, 12, 4, 1024, "gelu", 512, 2, 1e-12, 0, 128 },
        { "synthesizer", "Synthesizer", "attention.self.scores.", bertNames, 30522, 768, 12, 12, 3072, "gelu", 512, 2,
            1e-12, 0, 0 },
        { "bert", "Bert", "bert.embeddings.", bertNames, 30522, 768, 12, 12, 3072, "gelu", 512, 2, 1e-12, 0, 0 },
        { "roberta", "Roberta", "", bertNames, 50265, 768, 12, 12, 3072, "gelu", 512, 2, 1e-12, 1, 0 },
        { "xlm-roberta", "XLMRoberta", "", bertNames, 30522, 768, 12, 12, 3072, "gelu", 512, 2, 1e-12, 1, 0 },
        { "camembert", "Camembert", "", bertNames, 30522, 768, 12, 12, 3072, "gelu", 512, 2, 1e-12, 1, 0 },
    };
    return families;
}

const ConfigFamily* configFamily(std::string_view modelType)
{
    const auto& all = configFamilies();
    const auto found = std::find_if(
        all.begin(), all.end(), [modelType](const ConfigFamily& family) { return family.modelType == modelType; });
    return found == all.end() ? nullptr : &*found;
}

const ConfigFamily* configFamilyOfArchitecture(std::string_view architecture)
{
    const ConfigFamily* best = nullptr;
    for (const ConfigFamily& family : configFamilies()) {
        if (architecture.starts_with(family.architecturePrefix)
            && (!best || family.architecturePrefix.size() > best->architecturePrefix.size()))
            best = &family;
    }
    return best;
}

const ConfigFamily* configFamilyOfTensors(const std::vector<std::string>& tensorNames)
{
    for (const ConfigFamily& family : configFamilies()) {
        // "roberta.embeddings." also holds "bert.embeddings.", so BERT's sign counts at the beginning only.
        const bool atBeginning = family.tensorSign.ends_with('.');
        const auto carries = [&](const std::string& name) {
            return atBeginning ? name.starts_with(family.tensorSign)
                               : name.find(family.tensorSign) != std::string::npos;
        };
        if (!family.tensorSign.empty() && std::any_of(tensorNames.begin(), tensorNames.end(), carries))
            return &family;
    }
    return nullptr;
}

} // namespace vitrine
