// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of families; the order of the tensor signs matters where one name could carry two.
#include "core/models/config/config_families.h"

#include "core/io/json/json_field.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <tuple>

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
        { "ernie", "Ernie", "ernie.embeddings.", bertNames, 30522, 768, 12, 12, 3072, "gelu", 512, 2, 1e-12, 0, 0 },
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

namespace {

bool flag(const JsonField& root, std::string_view name, bool absent)
{
    const auto field = root.find(name);
    return field ? field->boolean() : absent;
}

int size(const JsonField& root, std::string_view name, int absent, int least, int most)
{
    const auto field = root.find(name);
    return field ? int(field->integer(least, most)) : absent;
}

/// A list of words, or words joined by "|", in small letters.
std::string words(const JsonField& root, std::string_view name)
{
    std::string all;
    const auto field = root.find(name);
    if (field && field->json().is_string()) {
        all = field->string();
    } else if (field) {
        for (const auto& word : field->elements())
            all += word.string() + "|";
    }
    std::transform(all.begin(), all.end(), all.begin(),
        [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter; });
    return all;
}

void readAlbert(const JsonField& root, ModelConfig& config)
{
    config.layerGroups = size(root, "num_hidden_groups", 1, 1, config.layers);
    config.layersPerGroup = size(root, "inner_group_num", 1, 1, 64);
    config.layers *= config.layersPerGroup; // every run of a layer has its own attention and hidden states
}

void readDeberta(const JsonField& root, ModelConfig& config)
{
    auto& deberta = config.deberta;
    config.embedding = size(root, "embedding_size", config.hidden, 1, 65536);
    deberta.relative = flag(root, "relative_attention", false);
    const std::string kinds = deberta.relative ? words(root, "pos_att_type") : std::string();
    deberta.contentToPosition = kinds.find("c2p") != std::string::npos;
    deberta.positionToContent = kinds.find("p2c") != std::string::npos;
    deberta.absolutePositions = flag(root, "position_biased_input", true);
    deberta.talkingHead = flag(root, "talking_head", false);
    const int longest = size(root, "max_relative_positions", -1, -1, maxPositions);
    deberta.longest = longest < 1 ? config.positions : longest;
    deberta.headSize = config.hidden / config.heads;
    const auto pooler = root.find("pooler_hidden_act");
    deberta.poolerActivation = pooler ? pooler->string() : "gelu";
    if (config.family == "deberta")
        return;
    deberta.headSize = size(root, "attention_head_size", deberta.headSize, 1, 65536);
    deberta.sharesKeys = flag(root, "share_att_key", false);
    deberta.normalisesTable = words(root, "norm_rel_ebd").find("layer_norm") != std::string::npos;
    if (const auto buckets = root.find("position_buckets")) {
        deberta.buckets = std::max(0, int(buckets->integer(-1, maxPositions)));
        // The logarithmic scale runs from half the buckets to the longest distance.
        if (deberta.buckets == 1 || (deberta.buckets > 0 && deberta.longest - 1 <= deberta.buckets / 2))
            buckets->refuse(
                "be 0, or at least 2 and below twice the relative positions (" + std::to_string(deberta.longest) + ")");
    }
    if (const auto kernel = root.find("conv_kernel_size")) {
        deberta.convKernel = int(kernel->integer(0, 31));
        if (deberta.convKernel != 0 && deberta.convKernel % 2 == 0)
            kernel->refuse("be odd");
        deberta.convGroups = size(root, "conv_groups", 1, 1, config.hidden);
        if (config.hidden % deberta.convGroups != 0)
            root.at("conv_groups").refuse("divide the width (" + std::to_string(config.hidden) + ")");
        const auto activation = root.find("conv_act");
        deberta.convActivation = activation ? activation->string() : "tanh";
    }
}

/// The pair of divisors that is nearest to a square.
std::pair<int, int> factorsOf(int product)
{
    int outer = int(std::sqrt(double(product)));
    while (product % outer != 0)
        --outer;
    return { outer, product / outer };
}

void readSynthesizer(const JsonField& root, ModelConfig& config)
{
    auto& synthesizer = config.synthesizer;
    const auto scores = root.at("attention_scores");
    for (const auto& kind : scores.elements())
        synthesizer.scores.push_back(kind.string());
    if (synthesizer.scores.size() != std::size_t(config.layers))
        scores.refuse("name one kind for each of the " + std::to_string(config.layers) + " layers");
    synthesizer.rank = size(root, "score_rank", 8, 1, 65536);
    std::tie(synthesizer.outer, synthesizer.inner) = factorsOf(config.positions);
    if (const auto factors = root.find("score_factors")) {
        const auto pair = factors->elements();
        if (pair.size() != 2)
            factors->refuse("be two whole numbers");
        synthesizer.outer = int(pair[0].integer(1, maxPositions));
        synthesizer.inner = int(pair[1].integer(1, maxPositions));
        if (std::int64_t(synthesizer.outer) * synthesizer.inner != config.positions)
            factors->refuse("multiply to max_position_embeddings (" + std::to_string(config.positions) + ")");
    }
}

} // namespace

void readFamilyRules(const JsonField& root, ModelConfig& config)
{
    if (flag(root, "add_cross_attention", false)) {
        throw Refusal(ErrorCode::UnsupportedFamily,
            "config.json: add_cross_attention is true; models with cross-attention cannot be opened", "config.json");
    }
    if (config.family == "albert")
        readAlbert(root, config);
    else if (config.family == "deberta" || config.family == "deberta-v2")
        readDeberta(root, config);
    else if (config.family == "synthesizer")
        readSynthesizer(root, config);
    else if (config.family == "ernie" && flag(root, "use_task_id", false))
        config.taskTypes = size(root, "task_type_vocab_size", 3, 1, 65536);
    else if (config.family == "gpt2")
        config.gpt2 = { flag(root, "scale_attn_weights", true), flag(root, "scale_attn_by_inverse_layer_idx", false) };
    else if (config.family == "openai-gpt" && config.activation == "gelu") {
        config.activation = "gelu_new"; // what "gelu" has always meant there
        if (root.find("afn"))
            config.warnings.push_back(
                "config.json: the activation function \"gelu\" means the tanh form (gelu_new) in a GPT.");
    }
}

} // namespace vitrine
