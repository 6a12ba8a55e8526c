// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/encoder.h"

#include "core/models/layers/recompute.h"
#include "core/models/layers/relative_scores.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

AttentionScores readScores(const ModelConfig& config, const LayerNames& names, WeightReader& weights)
{
    const int width = config.hidden;
    const DotProductScores product { weights.linear(names.query, width, width), weights.linear(names.key, width, width),
        config.heads };
    if (config.positionKind == "absolute")
        return product;
    // Beside the query: "….self.query" → "….self.distance_embedding".
    const auto place = names.query.substr(0, names.query.rfind('.') + 1);
    return RelativeKeyScores { product,
        weights.take(
            place + "distance_embedding.weight", { 2 * std::int64_t(config.positions) - 1, width / config.heads }),
        config.positionKind == "relative_key_query" };
}

void refuseWhatIsNoEncoder(const ModelConfig& config)
{
    if (config.positionKind != "absolute" && config.positionKind != "relative_key"
        && config.positionKind != "relative_key_query") {
        throw Refusal(ErrorCode::UnsupportedFamily,
            "config.json asks for position_embedding_type \"" + shown(config.positionKind)
                + "\"; \"absolute\", \"relative_key\" and \"relative_key_query\" are known; choose another model.",
            "position_embedding_type");
    }
    if (config.isDecoder) {
        throw Refusal(ErrorCode::UnsupportedFamily,
            "config.json says is_decoder: a model of the family " + config.family
                + " is computed here as an encoder only; choose another model.",
            "is_decoder");
    }
}

} // namespace

at::Tensor EmbeddingBlock::operator()(const at::Tensor& embedded, const ModelInputs& inputs) const
{
    auto x = embedded;
    if (segments.defined())
        x = x + at::embedding(segments, inputs.segments);
    if (positions.defined())
        x = x + at::embedding(positions, inputs.positions);
    if (everywhere.defined())
        x = x + everywhere;
    if (!projection.weight.defined())
        return norm(x);
    return projectsFirst ? norm(projection(x)) : projection(norm(x));
}

ModelInputs Encoder::inputsFor(const Encoding& encoding) const
{
    std::vector<int> places;
    int next = paddingPosition ? *paddingPosition + 1 : 0;
    for (const int id : encoding.ids)
        places.push_back(id == paddingPosition ? id : next++);
    const auto device = embeddings.words.device();
    return { indexTensor(encoding.ids, device), indexTensor(encoding.segments, device), indexTensor(places, device), {},
        0 };
}

at::Tensor Encoder::throughLayers(std::size_t begin, std::size_t end, const at::Tensor& start, at::Tensor x,
    const ModelInputs& inputs, const Dropout& dropout, Trace* trace) const
{
    for (std::size_t i = begin; i < end; ++i) {
        const bool changes = i == 0 && afterFirstLayer;
        // Only the first token is classified, so without a trace the last layer needs its row alone. Nothing is lost by
        // that.
        const bool firstOnly = !trace && i + 1 == layers.size() && !changes;
        auto tap = trace ? trace->tapOf(int(i)) : AttentionTap();
        x = layers[i](firstOnly ? x.narrow(1, 0, 1) : x, x, inputs.mask, trace ? &tap : nullptr, dropout);
        if (changes)
            x = afterFirstLayer(start, x);
        if (trace)
            trace->take(int(i), tap, x);
    }
    return x;
}

at::Tensor Encoder::forward(const at::Tensor& embedded, const ModelInputs& inputs, const ForwardPass& pass) const
{
    Trace* trace = pass.trace;
    const auto training = pass.training ? *pass.training : TrainingPass {};
    const Dropout& dropout = training.dropout;
    const auto start = dropped(embeddings(embedded, inputs), dropout.hidden); // (B, L, H)
    auto x = start;
    if (trace && trace->wantHiddenStates)
        trace->hiddenStates.push_back(x);
    if (pass.recomputeSegments > 0 && !trace) {
        for (const auto& [begin, end] : segmentsOf(layers.size(), pass.recomputeSegments)) {
            const auto segment = [=, this, begin = begin, end = end](const std::vector<at::Tensor>& values) {
                return throughLayers(begin, end, values[1], values[0], inputs, dropout, nullptr);
            };
            x = recomputed(segment, { x, start }, training.parameters);
        }
    } else {
        x = throughLayers(0, layers.size(), start, x, inputs, dropout, trace);
    }
    if (!classes())
        return at::empty({ x.size(0), 0 }, x.options());
    const auto pooled = head.activation->apply(head.inner(x.select(1, 0))); // (B, H)
    return head.outer(dropped(pooled, dropout.classifier)); // (B, C)
}

EmbeddingBlock readEmbeddings(
    const ModelConfig& config, const std::string& prefix, bool absolutePositions, WeightReader& weights)
{
    EmbeddingBlock embeddings;
    embeddings.words = weights.embedding(prefix + "word_embeddings.weight", config.vocabulary, config.embedding);
    if (absolutePositions)
        embeddings.positions
            = weights.take(prefix + "position_embeddings.weight", { config.positions, config.embedding });
    else
        weights.ignore(prefix + "position_embeddings.weight");
    if (config.segments > 0)
        embeddings.segments
            = weights.take(prefix + "token_type_embeddings.weight", { config.segments, config.embedding });
    return embeddings;
}

std::unique_ptr<Encoder> makeEncoder(const ModelConfig& config, const std::string& prefix, WeightReader& weights)
{
    refuseWhatIsNoEncoder(config);
    auto encoder = std::make_unique<Encoder>();
    encoder->embeddings = readEmbeddings(config, prefix, config.positionKind == "absolute", weights);
    encoder->embeddings.norm = weights.layerNorm(prefix + "LayerNorm", config.embedding, config.layerNormEps);
    encoder->longest = config.positions;
    return encoder;
}

LayerNames bertLayerNames(const std::string& layer)
{
    return { layer + "attention.self.query", layer + "attention.self.key", layer + "attention.self.value",
        layer + "attention.output.dense", layer + "attention.output.LayerNorm", layer + "intermediate.dense",
        layer + "output.dense", layer + "output.LayerNorm" };
}

PostNormLayer readLayer(const ModelConfig& config, const LayerNames& names, WeightReader& weights)
{
    auto scores = readScores(config, names, weights);
    return readLayer(config, names, weights, std::move(scores),
        weights.linear(names.value, config.hidden, config.hidden), config.hidden);
}

PostNormLayer readLayer(const ModelConfig& config, const LayerNames& names, WeightReader& weights,
    AttentionScores scores, Linear value, int inside)
{
    const int width = config.hidden;
    PostNormLayer layer;
    layer.attention
        = { std::move(scores), std::move(value), weights.linear(names.output, width, inside), config.heads };
    layer.attentionNorm = weights.layerNorm(names.attentionNorm, width, config.layerNormEps);
    layer.feedForward = { weights.linear(names.inner, config.intermediate, width),
        weights.linear(names.outer, width, config.intermediate), &activationNamed(config.activation) };
    layer.outputNorm = weights.layerNorm(names.outputNorm, width, config.layerNormEps);
    return layer;
}

bool hasClassifier(const ModelConfig& config, const std::string& outer, WeightReader& weights)
{
    if (config.architecture.empty() || config.architecture.ends_with("ForSequenceClassification")
        || weights.has(outer + ".weight"))
        return true;
    weights.noteAbsent(outer + ".weight");
    return false;
}

FeedForward readHead(const ModelConfig& config, const std::string& inner, const char* activation,
    const std::string& outer, WeightReader& weights)
{
    if (!hasClassifier(config, outer, weights))
        return {};
    return { weights.linear(inner, config.hidden, config.hidden),
        weights.linear(outer, WeightReader::anySize, config.hidden), &activationNamed(activation) };
}

} // namespace vitrine
