// SPDX-License-Identifier: GPL-3.0-or-later
// Attention scores that need no product of tokens (Tay and others 2020, "Synthesizer"), and mixtures of them with the
// product.
#pragma once

#include "core/models/layers/attention.h"
#include "core/models/layers/weights.h"
#include "core/runtime/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What the scores of one layer are made for. N is the longest text; shorter ones use the first L rows and columns.
struct ScorePlan {
    std::string place; ///< of the tensors' names, "bert.encoder.layer.0.attention.self."
    std::int64_t width = 0; ///< H
    std::int64_t heads = 0; ///< A
    std::int64_t longest = 0; ///< N
    std::int64_t rank = 8; ///< k
    std::int64_t outer = 0, inner = 0; ///< a, b of Factorized Dense; a·b = N

    std::int64_t headWidth() const { return width / heads; }
};

/// One kind of scores.
struct ScoreKind {
    std::string id;
    std::string title;
    std::string help; ///< one line: what a row of scores depends on
    AttentionScores (*read)(const ScorePlan& plan, WeightReader& weights);
    std::int64_t (*parameters)(
        const ScorePlan& plan); ///< trainable values of the score path of a layer, biases not counted
};

/// Dot product first.
const std::vector<ScoreKind>& scoreKinds();

/// The kinds that "random+dot" names. Throws Refusal(`code`) naming those there are, and for a kind named twice.
std::vector<const ScoreKind*> scoreKindsOf(std::string_view name, ErrorCode code = ErrorCode::BadArgument);

/// The scores that "random", "dense+dot", … names. Several are mixed before the softmax with the weights
/// softmax(logits), which are learnt
/// ("scores.mixture"). Throws Refusal: UnsupportedFamily (no such kinds), what WeightReader throws.
AttentionScores readScores(std::string_view name, const ScorePlan& plan, WeightReader& weights);

/// The weights of the parts of mixed scores; {1} for scores that are not mixed.
std::vector<double> mixtureWeights(const AttentionScores& scores);

/// x_i → W₂·relu(W₁ x_i + b₁) + b₂ for each head: row i depends on token i alone.
struct DenseScores {
    at::Tensor inner, innerBias; ///< (A, H, H), (A, H)
    at::Tensor outer, outerBias; ///< (A, N, H), (A, N)

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const;
};

/// The form that was published as code: relu of the head's query, then D → N for each head, no biases.
struct SharedDenseScores {
    at::Tensor query; ///< (H, H)
    at::Tensor outer; ///< (A, N, D)

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const;
};

/// S = R for every text.
struct RandomScores {
    at::Tensor scores; ///< (A, N, N)

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const;
};

/// S = R₁R₂ᵀ for every text.
struct FactorizedRandomScores {
    at::Tensor left, right; ///< (A, N, k)

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const;
};

/// Two short vectors a_i (a numbers) and c_i (b numbers) of token i, spread to N = a·b columns and multiplied.
/// Kronecker: column j is a_i[j / b]·c_i[j mod b], all different. Tiled, as published: a_i[j mod a]·c_i[j mod b], which
/// repeats after lcm(a, b) columns.
struct FactorizedDenseScores {
    at::Tensor inner, innerBias; ///< (A, H, H), (A, H)
    at::Tensor outerA, biasA; ///< (A, a, H), (A, a)
    at::Tensor outerB, biasB; ///< (A, b, H), (A, b)
    bool tiled = false;

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const;
};

} // namespace vitrine
