// SPDX-License-Identifier: GPL-3.0-or-later
// Attention scores that know how far apart two tokens are.
#pragma once

#include "core/models/layers/attention.h"

namespace vitrine {

/// (q·k + q·r(i−j) [+ k·r(i−j)]) / √D, as BERT's "relative_key" [and "relative_key_query"] (Shaw and others 2018, Huang
/// and others 2020).
struct RelativeKeyScores {
    DotProductScores product;
    at::Tensor distances; ///< (2P − 1, D); row d + P − 1 is r(d)
    bool withKeys = false;

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const;
};

} // namespace vitrine
