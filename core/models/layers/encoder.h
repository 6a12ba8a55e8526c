// SPDX-License-Identifier: GPL-3.0-or-later
// The encoder that the BERT-like families share: embeddings, layers that normalise after each addition, a head on the
// first token. A family is a way to fill this in.
#pragma once

#include "core/models/config/model_config.h"
#include "core/models/layers/attention.h"
#include "core/models/layers/model.h"
#include "core/models/layers/training_pass.h"
#include "core/models/layers/weights.h"

#include <functional>

namespace vitrine {

/// From word embeddings to the first layer's input. What is undefined is left out.
struct EmbeddingBlock {
    at::Tensor words; ///< (V, E)
    at::Tensor segments; ///< (segments, E)
    at::Tensor positions; ///< (positions, E)
    at::Tensor everywhere; ///< (E), added to every token
    LayerNorm norm; ///< over E, or over H when `projectsFirst`
    Linear projection; ///< E → H
    bool projectsFirst = false; ///< before the norm instead of after it

    /// `embedded` (B, L, E) → (B, L, H).
    at::Tensor operator()(const at::Tensor& embedded, const ModelInputs& inputs) const;
};

/// a = LN(x + attention(x)), then LN(a + feedForward(a)).
struct PostNormLayer {
    SelfAttention attention;
    LayerNorm attentionNorm;
    FeedForward feedForward;
    LayerNorm outputNorm;

    /// `queries` (B, Lq, H) are the rows of `x` (B, L, H) that are wanted. Returns (B, Lq, H). See SelfAttention.
    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x, const at::Tensor& mask, AttentionTap* tap,
        const Dropout& dropout = {}) const
    {
        const auto added = attention(queries, x, mask, tap, dropout.attention); // (B, Lq, H)
        const auto attended = attentionNorm(queries + dropped(added, dropout.hidden));
        return outputNorm(attended + dropped(feedForward(attended), dropout.hidden));
    }
};

class Encoder : public TextModel {
public:
    ModelInputs inputsFor(const Encoding& encoding) const override;
    const at::Tensor& embeddingTable() const override { return embeddings.words; }
    at::Tensor forward(const at::Tensor& embedded, const ModelInputs& inputs, const ForwardPass& pass) const override;
    int classes() const override { return head.outer.weight.defined() ? int(head.outer.weight.size(0)) : 0; }
    int maxTokens() const override { return longest; }

    EmbeddingBlock embeddings;
    std::vector<PostNormLayer> layers;
    /// (B, L, H) embedding block's output and the first layer's → the first layer's, changed. Empty for most.
    std::function<at::Tensor(const at::Tensor& embedded, const at::Tensor& x)> afterFirstLayer;
    FeedForward head; ///< on the first token: outer(act(inner(x₀))); without an outer weight there is no classifier
    std::optional<int>
        paddingPosition; ///< RoBERTa counts tokens other than this id, from the one after it; none: from 0
    int longest = 0; ///< tokens

private:
    /// The layers [begin, end) of `x` (B, L, H); `start` is the embedding block's output.
    at::Tensor throughLayers(std::size_t begin, std::size_t end, const at::Tensor& start, at::Tensor x,
        const ModelInputs& inputs, const Dropout& dropout, Trace* trace) const;
};

/// Word, position and token-type embeddings under their usual names; the two last only when there are any. No norm yet.
EmbeddingBlock readEmbeddings(
    const ModelConfig& config, const std::string& prefix, bool absolutePositions, WeightReader& weights);

/// An encoder whose length follows from config.positions and whose embeddings have the usual names under `prefix`:
/// word_embeddings, position_embeddings, token_type_embeddings (the last only when the config has segments), LayerNorm
/// over E.
std::unique_ptr<Encoder> makeEncoder(const ModelConfig& config, const std::string& prefix, WeightReader& weights);

/// The names of one layer's parts; the order of the data flow.
struct LayerNames {
    std::string query, key, value, output, attentionNorm, inner, outer, outputNorm;
};

/// BERT's names under `layer`, "bert.encoder.layer.0.".
LayerNames bertLayerNames(const std::string& layer);

/// All of one layer, its scores as config.positionKind asks.
PostNormLayer readLayer(const ModelConfig& config, const LayerNames& names, WeightReader& weights);
/// The same around given `scores` and `value`, whose heads together are `inside` wide.
PostNormLayer readLayer(const ModelConfig& config, const LayerNames& names, WeightReader& weights,
    AttentionScores scores, Linear value, int inside);

/// True when the checkpoint is to have a classifier: its architecture says so, it names none, or the tensor is there.
/// If not, notes that `outer` was looked for.
bool hasClassifier(const ModelConfig& config, const std::string& outer, WeightReader& weights);

/// The head outer(act(inner(x₀))), or one without weights (see hasClassifier()).
FeedForward readHead(const ModelConfig& config, const std::string& inner, const char* activation,
    const std::string& outer, WeightReader& weights);

} // namespace vitrine
