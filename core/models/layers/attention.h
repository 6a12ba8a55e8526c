// SPDX-License-Identifier: GPL-3.0-or-later
// Attention written out: probabilities can be looked at, and gradients of any order go through it. No fused operator.
#pragma once

#include "core/models/layers/layers.h"

#include <functional>

namespace vitrine {

/// Where scores before the softmax come from: (B, Lq, H) queries' rows and (B, L, H) all rows → (B, A, Lq, L).
/// The product of queries and keys is one such source; a family may bring another.
using AttentionScores = std::function<at::Tensor(const at::Tensor& queries, const at::Tensor& x)>;

/// One attention looked into while it is computed.
struct AttentionTap {
    /// Probabilities (B, A, Lq, L) → what is used in their place; empty: as they are.
    std::function<at::Tensor(const at::Tensor& probabilities)> change = {};
    at::Tensor probabilities = {}; ///< gets (B, A, Lq, L), changed
    at::Tensor x = {}; ///< gets (B, L, H), what the scores were made of
    AttentionScores scores = {}; ///< gets what made them
};

/// QKᵀ/√D.
struct DotProductScores {
    Linear query;
    Linear key;
    int heads = 1;
    double scale = 0; ///< divides in place of √D; 0: √D

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const;
};

/// softmax(scores + mask)·V, heads joined and projected.
struct SelfAttention {
    AttentionScores scores;
    Linear value;
    Linear output;
    int heads = 1;

    /// `queries` (B, Lq, H) are the rows of `x` (B, L, H) to compute; `mask` is added to the scores (broadcast),
    /// undefined: none. `tap` may be null. `dropout` of the probabilities is dropped. Returns (B, Lq, H).
    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x, const at::Tensor& mask, AttentionTap* tap,
        double dropout = 0) const;
};

/// (B, L, A·D) → (B, A, L, D).
at::Tensor splitHeads(const at::Tensor& x, int heads);

} // namespace vitrine
