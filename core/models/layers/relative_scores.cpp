// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/relative_scores.h"

#include <ATen/ATen.h>

#include <cmath>

namespace vitrine {

at::Tensor RelativeKeyScores::operator()(const at::Tensor& queries, const at::Tensor& x) const
{
    const auto q = splitHeads(product.query(queries), product.heads); // (B, A, Lq, D)
    const auto k = splitHeads(product.key(x), product.heads); // (B, A, L, D)
    const auto places = distances.options().dtype(at::kLong);
    const auto apart = at::arange(q.size(2), places).unsqueeze(1) - at::arange(k.size(2), places); // (Lq, L)
    const auto rows = at::embedding(distances, apart + (distances.size(0) - 1) / 2); // (Lq, L, D)
    auto scores = at::matmul(q, k.transpose(-1, -2)) + at::einsum("bhld,lrd->bhlr", { q, rows });
    if (withKeys)
        scores = scores + at::einsum("bhrd,lrd->bhlr", { k, rows });
    return scores / std::sqrt(double(q.size(-1))); // (B, A, Lq, L)
}

} // namespace vitrine
