// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/attention.h"

#include "core/models/layers/training_pass.h"

#include <ATen/ATen.h>

#include <cmath>

namespace vitrine {

at::Tensor splitHeads(const at::Tensor& x, int heads)
{
    return x.view({ x.size(0), x.size(1), heads, x.size(2) / heads }).transpose(1, 2); // (B, A, L, D)
}

at::Tensor DotProductScores::operator()(const at::Tensor& queries, const at::Tensor& x) const
{
    const auto q = splitHeads(query(queries), heads); // (B, A, Lq, D)
    const auto k = splitHeads(key(x), heads); // (B, A, L, D)
    return at::matmul(q, k.transpose(-1, -2)) / (scale > 0 ? scale : std::sqrt(double(q.size(-1)))); // (B, A, Lq, L)
}

at::Tensor SelfAttention::operator()(
    const at::Tensor& queries, const at::Tensor& x, const at::Tensor& mask, AttentionTap* tap, double dropout) const
{
    auto weights = scores(queries, x); // (B, A, Lq, L)
    if (mask.defined())
        weights = weights + mask;
    weights = at::softmax(weights, -1);
    if (tap) {
        if (tap->change)
            weights = tap->change(weights);
        tap->probabilities = weights;
        tap->x = x;
        tap->scores = scores;
    }
    const auto mixed = at::matmul(dropped(weights, dropout), splitHeads(value(x), heads)); // (B, A, Lq, D)
    return output(mixed.transpose(1, 2).flatten(2)); // (B, Lq, H)
}

} // namespace vitrine
