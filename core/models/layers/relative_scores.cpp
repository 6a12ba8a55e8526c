// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/relative_scores.h"

#include <ATen/ATen.h>

#include <algorithm>
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

int RelativePositions::row(int distance) const
{
    const int middle = buckets / 2;
    if (buckets > 0 && std::abs(distance) > middle) {
        const double share = std::log(double(std::abs(distance)) / middle) / std::log(double(longest - 1) / middle);
        const int bucket = middle + int(std::ceil(share * (middle - 1)));
        distance = distance < 0 ? -bucket : bucket;
    }
    return std::clamp(distance + span, 0, 2 * span - 1);
}

at::Tensor RelativePositions::rows(std::int64_t queries, std::int64_t length, at::Device device) const
{
    // Each distance once: 1 − length … queries − 1.
    const auto all = at::empty({ queries + length - 1 }, at::kLong);
    for (std::int64_t i = 0; i < all.size(0); ++i)
        all.data_ptr<std::int64_t>()[i] = row(int(i - length + 1));
    const auto query = at::arange(queries, at::kLong).unsqueeze(1);
    return all.to(device).take((query - at::arange(length, at::kLong) + length - 1).to(device));
}

at::Tensor DisentangledScores::operator()(const at::Tensor& queries, const at::Tensor& x) const
{
    const auto q = splitHeads(query(queries), heads); // (B, A, Lq, D)
    const auto k = splitHeads(key(x), heads); // (B, A, L, D)
    const auto rows = relative.rows(q.size(2), k.size(2), x.device()); // (Lq, L)
    auto scores = at::matmul(q, k.transpose(-1, -2)); // (B, A, Lq, L)
    int terms = 1;
    if (positionKeys.defined()) {
        const auto all = at::matmul(q, positionKeys.transpose(-1, -2)); // (B, A, Lq, 2S)
        scores = scores + all.gather(-1, rows.expand_as(scores));
        ++terms;
    }
    if (positionQueries.defined()) {
        const auto all = at::matmul(k, positionQueries.transpose(-1, -2)).transpose(-1, -2); // (B, A, 2S, L)
        scores = scores + all.gather(-2, rows.expand_as(scores));
        ++terms;
    }
    return scores / std::sqrt(double(q.size(-1)) * terms);
}

} // namespace vitrine
