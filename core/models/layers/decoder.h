// SPDX-License-Identifier: GPL-3.0-or-later
// The causal network of the two first GPTs: every token sees itself and those before it.
#pragma once

#include "core/models/config/model_config.h"
#include "core/models/layers/attention.h"
#include "core/models/layers/model.h"
#include "core/models/layers/weights.h"

namespace vitrine {

/// One layer. `normalisesFirst`: x + attention(LN₁ x), then x + feedForward(LN₂ x) (GPT-2); else LN₁(x + attention(x)),
/// then LN₂(x + feedForward(x)) (GPT).
struct CausalLayer {
    LayerNorm attentionNorm;
    SelfAttention attention;
    LayerNorm outputNorm;
    FeedForward feedForward;
    bool normalisesFirst = true;

    /// `queries` (B, Lq, H) are rows of `x` (B, L, H). See SelfAttention.
    at::Tensor operator()(
        const at::Tensor& queries, const at::Tensor& x, const at::Tensor& mask, AttentionTap* tap) const;
};

class Decoder : public TextModel {
public:
    /// Without token types: 0 is a word here, not "none". A dialogue sets ModelInputs::segments to the ids of its
    /// speakers' tokens, whose word embeddings are then added.
    ModelInputs inputsFor(const Encoding& encoding) const override;
    const at::Tensor& embeddingTable() const override { return words; }
    at::Tensor forward(const at::Tensor& embedded, const ModelInputs& inputs, const ForwardPass& pass) const override;
    int classes() const override { return head.weight.defined() ? int(head.weight.size(0)) : 0; }
    int maxTokens() const override { return int(positions.size(0)); }
    at::Tensor nextTokenLogits(const at::Tensor& hidden) const override;

    at::Tensor words; ///< (V, H)
    at::Tensor positions; ///< (positions, H)
    std::vector<CausalLayer> layers;
    LayerNorm finalNorm; ///< undefined: none
    Linear head; ///< on the last token that is not padding; without weights there is no classifier
    at::Tensor nextToken; ///< (V, H), often the word embeddings themselves; undefined: no language model
    std::optional<int> padId;

private:
    /// The layers [begin, end) of `x` (B, L, H), and the final norm behind the last.
    at::Tensor throughLayers(
        std::size_t begin, std::size_t end, at::Tensor x, const ModelInputs& inputs, Trace* trace) const;
};

/// The names that differ between the two.
struct DecoderNames {
    std::string words, positions, finalNorm; ///< finalNorm is empty where there is none
    bool normalisesFirst = true;
};

/// Reads a decoder whose layers are "transformer.h.N." with projections stored (in, out).
std::unique_ptr<Decoder> readDecoder(const ModelConfig& config, const DecoderNames& names, WeightReader& weights);

} // namespace vitrine
