// SPDX-License-Identifier: GPL-3.0-or-later
// Attention written out: probabilities can be looked at, and gradients of any order go through it. No fused operator.
#pragma once

#include "core/models/layers.h"

#include <functional>

namespace vitrine {

/// Where scores before the softmax come from: (B, Lq, H) queries' rows and (B, L, H) all rows → (B, A, Lq, L).
/// The product of queries and keys is one such source; a family may bring another.
using AttentionScores = std::function<at::Tensor(const at::Tensor& queries, const at::Tensor& x)>;

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

    /// `queries` (B, Lq, H) are the rows of `x` (B, L, H) to compute; `mask` is added to the scores (broadcast), undefined: none.
    /// `probabilities`, if not null, gets (B, A, Lq, L); then `dropout` of them is dropped. Returns (B, Lq, H).
    at::Tensor operator()(
        const at::Tensor& queries, const at::Tensor& x, const at::Tensor& mask, at::Tensor* probabilities, double dropout = 0) const;
};

/// (B, L, A·D) → (B, A, L, D).
at::Tensor splitHeads(const at::Tensor& x, int heads);

} // namespace vitrine
