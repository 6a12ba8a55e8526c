// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/decoder.h"

#include "core/models/layers/recompute.h"
#include "core/models/layers/training_pass.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace vitrine {
namespace {

CausalLayer readCausalLayer(const ModelConfig& config, int index, const DecoderNames& names, WeightReader& weights)
{
    const std::string name = "transformer.h." + std::to_string(index) + ".";
    const int width = config.hidden;
    const Linear fused = weights.transposedLinear(name + "attn.c_attn", 3 * width, width);
    const auto part = [&](int which) {
        if (!fused.weight.defined() || !fused.bias.defined())
            return Linear {};
        return Linear { fused.weight.narrow(0, which * width, width).contiguous(),
            fused.bias.narrow(0, which * width, width).contiguous() };
    };
    CausalLayer layer;
    layer.normalisesFirst = names.normalisesFirst;
    DotProductScores scores { part(0), part(1), config.heads };
    scores.scale = (config.gpt2.scalesByHeadSize ? std::sqrt(double(width / config.heads)) : 1.0)
        * (config.gpt2.scalesByLayer ? index + 1 : 1);
    layer.attention = { scores, part(2), weights.transposedLinear(name + "attn.c_proj", width, width), config.heads };
    layer.attentionNorm = weights.layerNorm(name + "ln_1", width, config.layerNormEps);
    layer.outputNorm = weights.layerNorm(name + "ln_2", width, config.layerNormEps);
    layer.feedForward = { weights.transposedLinear(name + "mlp.c_fc", config.intermediate, width),
        weights.transposedLinear(name + "mlp.c_proj", width, config.intermediate),
        &activationNamed(config.activation) };
    return layer;
}

} // namespace

at::Tensor CausalLayer::operator()(
    const at::Tensor& queries, const at::Tensor& x, const at::Tensor& mask, AttentionTap* tap) const
{
    if (normalisesFirst) {
        const auto attended = queries + attention(attentionNorm(queries), attentionNorm(x), mask, tap); // (B, Lq, H)
        return attended + feedForward(outputNorm(attended));
    }
    const auto attended = attentionNorm(queries + attention(queries, x, mask, tap)); // (B, Lq, H)
    return outputNorm(attended + feedForward(attended));
}

ModelInputs Decoder::inputsFor(const Encoding& encoding) const
{
    const int length = int(encoding.size());
    std::vector<int> places(encoding.size());
    std::iota(places.begin(), places.end(), 0);
    int classified = length - 1;
    while (classified > 0 && padId == encoding.ids[std::size_t(classified)])
        --classified;
    const auto options = words.options();
    const auto mask = at::full({ length, length }, -std::numeric_limits<double>::infinity(), options)
                          .triu(1)
                          .view({ 1, 1, length, length });
    return { indexTensor(encoding.ids, options.device()), {}, indexTensor(places, options.device()), mask, classified };
}

at::Tensor Decoder::throughLayers(
    std::size_t begin, std::size_t end, at::Tensor x, const ModelInputs& inputs, Trace* trace) const
{
    for (std::size_t i = begin; i < end; ++i) {
        const bool isLast = i + 1 == layers.size();
        // One token is classified, so without a trace the last layer needs its row alone. Nothing is lost by that.
        const bool oneRow = !trace && isLast;
        auto tap = trace ? trace->tapOf(int(i)) : AttentionTap();
        const auto queries = oneRow ? x.narrow(1, inputs.classified, 1) : x;
        const auto mask = oneRow ? inputs.mask.narrow(2, inputs.classified, 1) : inputs.mask;
        x = layers[i](queries, x, mask, trace ? &tap : nullptr);
        if (isLast && finalNorm.weight.defined())
            x = finalNorm(x);
        if (trace)
            trace->take(int(i), tap, x);
    }
    return x;
}

at::Tensor Decoder::forward(const at::Tensor& embedded, const ModelInputs& inputs, const ForwardPass& pass) const
{
    Trace* trace = pass.trace;
    auto x = embedded + at::embedding(positions, inputs.positions); // (B, L, H)
    if (inputs.segments.defined())
        x = x + at::embedding(words, inputs.segments);
    if (trace && trace->wantHiddenStates)
        trace->hiddenStates.push_back(x);
    if (pass.recomputeSegments > 0 && !trace) {
        for (const auto& [begin, end] : segmentsOf(layers.size(), pass.recomputeSegments)) {
            const auto segment = [this, inputs, begin = begin, end = end](const std::vector<at::Tensor>& values) {
                return throughLayers(begin, end, values[0], inputs, nullptr);
            };
            x = recomputed(segment, { x }, pass.training ? pass.training->parameters : std::vector<at::Tensor>());
        }
    } else {
        x = throughLayers(0, layers.size(), x, inputs, trace);
    }
    if (!classes())
        return at::empty({ x.size(0), 0 }, x.options());
    return head(x.select(1, trace || layers.empty() ? inputs.classified : 0)); // (B, C)
}

at::Tensor Decoder::nextTokenLogits(const at::Tensor& hidden) const
{
    return nextToken.defined() ? at::matmul(hidden, nextToken.t()) : nextToken;
}

std::unique_ptr<Decoder> readDecoder(const ModelConfig& config, const DecoderNames& names, WeightReader& weights)
{
    auto decoder = std::make_unique<Decoder>();
    decoder->words = weights.embedding("transformer." + names.words, config.vocabulary, config.hidden);
    decoder->positions = weights.take("transformer." + names.positions, { config.positions, config.hidden });
    for (int i = 0; i < config.layers; ++i)
        decoder->layers.push_back(readCausalLayer(config, i, names, weights));
    if (!names.finalNorm.empty())
        decoder->finalNorm = weights.layerNorm("transformer." + names.finalNorm, config.hidden, config.layerNormEps);
    const bool classifies = config.architecture.ends_with("ForSequenceClassification") || weights.has("score.weight");
    if (classifies)
        decoder->head = weights.linear("score", WeightReader::anySize, config.hidden, false);
    if (weights.has("lm_head.weight"))
        decoder->nextToken = weights.take("lm_head.weight", decoder->words.sizes().vec());
    else if (!classifies)
        decoder->nextToken = decoder->words;
    decoder->padId = config.padId;
    return decoder;
}

} // namespace vitrine
