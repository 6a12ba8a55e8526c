// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/bert.h"

#include "core/models/encoder_layer.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <numeric>

namespace vitrine {
namespace {

class Bert : public TextModel {
public:
    ModelInputs inputsFor(const Encoding& encoding) const override
    {
        std::vector<int> places(encoding.size());
        std::iota(places.begin(), places.end(), 0);
        const auto device = words.device();
        return { indexTensor(encoding.ids, device), indexTensor(encoding.segments, device), indexTensor(places, device), {} };
    }

    const at::Tensor& embeddingTable() const override { return words; }
    int classes() const override { return classifier.weight.defined() ? int(classifier.weight.size(0)) : 0; }

    at::Tensor logits(const at::Tensor& embedded, const ModelInputs& inputs, Trace* trace) const override
    {
        auto x = embedded + at::embedding(segments, inputs.segments); // (B, L, H)
        x = embeddingNorm(x + at::embedding(positions, inputs.positions));
        if (trace && trace->wantHiddenStates)
            trace->hiddenStates.push_back(x);
        for (std::size_t i = 0; i < layers.size(); ++i) {
            // Only the first token is classified, so without a trace the last layer needs its row alone. Nothing is lost by that.
            const bool firstOnly = !trace && i + 1 == layers.size();
            const bool keep = trace && trace->wantAttention && (!trace->onlyLayer || *trace->onlyLayer == int(i));
            at::Tensor probabilities;
            x = layers[i](firstOnly ? x.narrow(1, 0, 1) : x, x, inputs.mask, keep ? &probabilities : nullptr);
            if (keep)
                trace->attention.push_back(probabilities);
            if (trace && trace->wantHiddenStates)
                trace->hiddenStates.push_back(x);
        }
        if (!classes())
            return at::empty({ x.size(0), 0 }, x.options());
        return classifier(at::tanh(pooler(x.select(1, 0)))); // (B, C)
    }

    at::Tensor words; // (V, H)
    at::Tensor segments; // (segments, H)
    at::Tensor positions; // (positions, H)
    LayerNorm embeddingNorm;
    std::vector<PostNormLayer> layers;
    Linear pooler;
    Linear classifier;
};

PostNormLayer loadLayer(const ModelConfig& config, const Activation& activation, const std::string& name, WeightReader& weights)
{
    const int width = config.hidden;
    PostNormLayer layer;
    layer.attention.scores = DotProductScores { weights.linear(name + "attention.self.query", width, width),
        weights.linear(name + "attention.self.key", width, width), config.heads };
    layer.attention.value = weights.linear(name + "attention.self.value", width, width);
    layer.attention.output = weights.linear(name + "attention.output.dense", width, width);
    layer.attention.heads = config.heads;
    layer.attentionNorm = weights.layerNorm(name + "attention.output.LayerNorm", width, config.layerNormEps);
    layer.feedForward.inner = weights.linear(name + "intermediate.dense", config.intermediate, width);
    layer.feedForward.outer = weights.linear(name + "output.dense", width, config.intermediate);
    layer.feedForward.activation = &activation;
    layer.outputNorm = weights.layerNorm(name + "output.LayerNorm", width, config.layerNormEps);
    return layer;
}

} // namespace

std::unique_ptr<TextModel> loadBert(const ModelConfig& config, WeightReader& weights)
{
    if (config.positionKind != "absolute") {
        throw Refusal(ErrorCode::UnsupportedFamily,
            "config.json asks for position_embedding_type \"" + config.positionKind + "\"; only \"absolute\" is computed here.",
            "position_embedding_type");
    }
    if (config.isDecoder)
        throw Refusal(ErrorCode::UnsupportedFamily, "config.json says is_decoder: BERT is computed here as an encoder only.", "is_decoder");
    const Activation& activation = activationNamed(config.activation);

    auto bert = std::make_unique<Bert>();
    bert->words = weights.embedding("bert.embeddings.word_embeddings.weight", config.vocabulary, config.hidden);
    bert->positions = weights.take("bert.embeddings.position_embeddings.weight", { config.positions, config.hidden });
    bert->segments = weights.take("bert.embeddings.token_type_embeddings.weight", { config.segments, config.hidden });
    bert->embeddingNorm = weights.layerNorm("bert.embeddings.LayerNorm", config.hidden, config.layerNormEps);
    for (int i = 0; i < config.layers; ++i)
        bert->layers.push_back(loadLayer(config, activation, "bert.encoder.layer." + std::to_string(i) + ".", weights));

    const bool isClassifier = config.architecture.empty() || config.architecture.ends_with("ForSequenceClassification");
    if (isClassifier || weights.has("classifier.weight")) {
        bert->pooler = weights.linear("bert.pooler.dense", config.hidden, config.hidden);
        bert->classifier = weights.linear("classifier", WeightReader::anySize, config.hidden);
    } else {
        weights.noteAbsent("classifier.weight");
        weights.noteAbsent("classifier.bias");
    }
    return bert;
}

} // namespace vitrine
