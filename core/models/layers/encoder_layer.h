// SPDX-License-Identifier: GPL-3.0-or-later
// One layer of an encoder that normalises after each addition.
#pragma once

#include "core/models/layers/attention.h"

namespace vitrine {

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

} // namespace vitrine
