// SPDX-License-Identifier: GPL-3.0-or-later
// What analyses may ask of a network, whatever its family. Constant after loading; needs no padding because only texts
// of equal length run together.
#pragma once

#include "core/models/layers/attention.h"
#include "core/results/encoding.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace vitrine {

/// Everything about a text that stays as it is while word embeddings move. (1, L) each, on the model's device;
/// broadcast over the batch. Several texts have (B, L) of them: see joined(). A training batch masks its padding.
struct ModelInputs {
    at::Tensor ids;
    at::Tensor segments; ///< undefined: none
    at::Tensor positions;
    at::Tensor mask; ///< added to attention scores, (1 or B, 1, 1 or L, L); undefined: every token sees every token
    int classified = 0; ///< which token the head reads
};

/// One batch of texts of the same length, one row each. Throws Refusal(BadArgument) when their heads read different
/// tokens: these cannot run together.
ModelInputs joined(std::span<const ModelInputs* const> texts);

/// Where the scores of one layer came from: scores(x, x) are they, (B, A, L, L), without the mask.
struct ScoreSource {
    AttentionScores scores;
    at::Tensor x; ///< (B, L, H), what the attention of that layer reads
};

/// Asks a forward pass to keep what it computes on the way, or to change it. Set the wishes, read the rest.
struct Trace {
    bool wantHiddenStates = false;
    bool wantAttention = false;
    bool wantScores = false;
    std::optional<int> onlyLayer; ///< attention and scores of this layer only
    /// Attention probabilities (B, A, L, L) of a layer → those that are used in their place. Empty: as they are.
    std::function<at::Tensor(int layer, const at::Tensor& probabilities)> change;

    std::vector<at::Tensor> hiddenStates; ///< layers + 1 times (B, L, H); 0 is the embedding block's output
    std::vector<at::Tensor> attention; ///< per wanted layer (B, A, L, L); rows sum to 1
    std::vector<ScoreSource> scores; ///< per wanted layer

    /// For networks: what to hand to the attention of `layer`, and what to do after that layer, whose output is `x`.
    AttentionTap tapOf(int layer) const;
    void take(int layer, const AttentionTap& tap, const at::Tensor& x);
};

struct TrainingPass; // core/models/layers/training_pass.h

/// How a forward pass is computed. It needs to live only during the call.
struct ForwardPass {
    Trace* trace = nullptr;
    int recomputeSegments = 0; ///< layers are cut into so many segments whose insides are computed again in the
                               ///< backward pass; 0: none are. A pass with a trace keeps everything.
    const TrainingPass* training = nullptr; ///< null outside training
};

/// A network that reads word embeddings and answers with logits.
class TextModel {
public:
    virtual ~TextModel() = default;

    /// `encoding` has at least one token.
    virtual ModelInputs inputsFor(const Encoding& encoding) const = 0;
    /// (V, E). The rows are what attributions move.
    virtual const at::Tensor& embeddingTable() const = 0;
    /// `words` (B, L, E) → (B, C), or (B, 0) for a model without a classification head.
    virtual at::Tensor forward(const at::Tensor& words, const ModelInputs& inputs, const ForwardPass& pass) const = 0;
    /// The same as analyses usually want it.
    at::Tensor logits(const at::Tensor& words, const ModelInputs& inputs, Trace* trace = nullptr) const
    {
        return forward(words, inputs, { .trace = trace });
    }
    virtual int classes() const = 0;
    /// The last of Trace::hiddenStates (B, L, H) → logits of the token that follows each, (B, L, V); undefined: no
    /// language model.
    virtual at::Tensor nextTokenLogits(const at::Tensor& hidden) const;
    /// Longest text, special tokens included.
    virtual int maxTokens() const = 0;

    /// Word embeddings of `ids` (B, L) → (B, L, E); not part of a graph.
    at::Tensor wordEmbeddings(const at::Tensor& ids) const;
    /// Type and device of everything here.
    at::TensorOptions options() const { return embeddingTable().options(); }
    int embeddingRows() const { return int(embeddingTable().size(0)); }
    /// Tokens of one batch that keep the device busy. A CPU gains nothing beyond some 500 and its memory grows with
    /// them; a GPU wants enough to fill it.
    std::int64_t tokensAtOnce() const { return options().device().is_cpu() ? 512 : 16384; }
};

/// (1, L) of long integers on `device`.
at::Tensor indexTensor(const std::vector<int>& values, at::Device device);

/// The values of a tensor of any type and device, row by row.
std::vector<double> toDoubles(const at::Tensor& tensor);

} // namespace vitrine
