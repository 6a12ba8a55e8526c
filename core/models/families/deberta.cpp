// SPDX-License-Identifier: GPL-3.0-or-later
// DeBERTa and its second edition differ in names, in where the table of relative positions ends, and in a convolution.
#include "core/models/families/families.h"

#include "core/models/layers/encoder.h"
#include "core/models/layers/relative_scores.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

/// (2S, A·D) → (A, 2S, D).
at::Tensor byHeads(const at::Tensor& table, int heads)
{
    return table.defined() ? splitHeads(table.unsqueeze(0), heads).squeeze(0).contiguous() : table;
}

/// Rows of a fused projection: each head's query, key and value lie together, (A, 3, D, H).
Linear partOf(const at::Tensor& fused, int part, int heads, const at::Tensor& bias)
{
    const auto width = fused.size(1);
    return { fused.view({ heads, 3, -1, width }).select(1, part).reshape({ -1, width }).contiguous(), bias };
}

std::unique_ptr<Encoder> makeDeberta(const ModelConfig& config, WeightReader& weights)
{
    const auto& deberta = config.deberta;
    if (deberta.talkingHead)
        throw Refusal(ErrorCode::UnsupportedFamily,
            "config.json asks for talking_head, which is not computed here; choose another model.", "talking_head");
    auto encoder = std::make_unique<Encoder>();
    const std::string prefix = "deberta.embeddings.";
    auto& embeddings = encoder->embeddings = readEmbeddings(config, prefix, deberta.absolutePositions, weights);
    if (config.embedding != config.hidden) {
        embeddings.projection = weights.linear(prefix + "embed_proj", config.hidden, config.embedding, false);
        embeddings.projectsFirst = true;
    }
    embeddings.norm = weights.layerNorm(prefix + "LayerNorm", config.hidden, config.layerNormEps);
    encoder->head = readHead(config, "pooler.dense", deberta.poolerActivation.c_str(), "classifier", weights);
    encoder->longest = config.positions;
    return encoder;
}

/// x₁ → LN(x₁ + act(conv(embedded))).
std::function<at::Tensor(const at::Tensor&, const at::Tensor&)> readConvolution(
    const ModelConfig& config, WeightReader& weights)
{
    const auto& deberta = config.deberta;
    const auto kernel = weights.take(
        "deberta.encoder.conv.conv.weight", { config.hidden, config.hidden / deberta.convGroups, deberta.convKernel });
    const auto bias = weights.take("deberta.encoder.conv.conv.bias", { config.hidden });
    const auto norm = weights.layerNorm("deberta.encoder.conv.LayerNorm", config.hidden, config.layerNormEps);
    const auto* activation = &activationNamed(deberta.convActivation);
    const std::int64_t around = (deberta.convKernel - 1) / 2;
    return [=, groups = std::int64_t(deberta.convGroups)](const at::Tensor& embedded, const at::Tensor& x) {
        const auto mixed
            = at::conv1d(embedded.transpose(1, 2), kernel, bias, 1, around, 1, groups).transpose(1, 2); // (B, L, H)
        return norm(x + activation->apply(mixed));
    };
}

} // namespace

std::unique_ptr<TextModel> loadDeberta(const ModelConfig& config, WeightReader& weights)
{
    auto encoder = makeDeberta(config, weights);
    const auto& deberta = config.deberta;
    const int width = config.hidden;
    const RelativePositions relative { deberta.longest, 0, deberta.longest };
    const auto table = deberta.relative
        ? weights.take("deberta.encoder.rel_embeddings.weight", { 2 * relative.span, width })
        : at::Tensor();
    for (int i = 0; i < config.layers; ++i) {
        const std::string name = "deberta.encoder.layer." + std::to_string(i) + ".";
        const std::string self = name + "attention.self.";
        const auto fused = weights.take(self + "in_proj.weight", { 3 * width, width });
        const auto queryBias = weights.take(self + "q_bias", { width });
        const auto valueBias = weights.take(self + "v_bias", { width });
        at::Tensor keys, queries;
        if (deberta.contentToPosition)
            keys = weights.linear(self + "pos_proj", width, width, false).applied(table);
        if (deberta.positionToContent)
            queries = weights.linear(self + "pos_q_proj", width, width).applied(table);
        Linear query, key, value;
        if (fused.defined()) {
            query = partOf(fused, 0, config.heads, queryBias);
            key = partOf(fused, 1, config.heads, {});
            value = partOf(fused, 2, config.heads, valueBias);
        }
        encoder->layers.push_back(readLayer(config, bertLayerNames(name), weights,
            DisentangledScores {
                query, key, config.heads, relative, byHeads(keys, config.heads), byHeads(queries, config.heads) },
            value, width));
    }
    return encoder;
}

std::unique_ptr<TextModel> loadDebertaV2(const ModelConfig& config, WeightReader& weights)
{
    auto encoder = makeDeberta(config, weights);
    const auto& deberta = config.deberta;
    const int width = config.hidden;
    const int inside = config.heads * deberta.headSize;
    const RelativePositions relative { deberta.buckets > 0 ? deberta.buckets : deberta.longest, deberta.buckets,
        deberta.longest };
    at::Tensor table;
    if (deberta.relative) {
        table = weights.take("deberta.encoder.rel_embeddings.weight", { 2 * relative.span, width });
        if (deberta.normalisesTable) {
            const auto norm = weights.layerNorm("deberta.encoder.LayerNorm", width, config.layerNormEps);
            if (table.defined() && norm.weight.defined() && norm.bias.defined())
                table = norm(table);
        }
    }
    for (int i = 0; i < config.layers; ++i) {
        const std::string name = "deberta.encoder.layer." + std::to_string(i) + ".";
        const std::string self = name + "attention.self.";
        const auto query = weights.linear(self + "query_proj", inside, width);
        const auto key = weights.linear(self + "key_proj", inside, width);
        const auto value = weights.linear(self + "value_proj", inside, width);
        at::Tensor keys, queries;
        if (deberta.contentToPosition)
            keys = (deberta.sharesKeys ? key : weights.linear(self + "pos_key_proj", inside, width)).applied(table);
        if (deberta.positionToContent)
            queries
                = (deberta.sharesKeys ? query : weights.linear(self + "pos_query_proj", inside, width)).applied(table);
        encoder->layers.push_back(readLayer(config, bertLayerNames(name), weights,
            DisentangledScores {
                query, key, config.heads, relative, byHeads(keys, config.heads), byHeads(queries, config.heads) },
            value, inside));
    }
    if (deberta.convKernel > 0)
        encoder->afterFirstLayer = readConvolution(config, weights);
    return encoder;
}

} // namespace vitrine
