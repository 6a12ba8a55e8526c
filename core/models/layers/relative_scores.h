// SPDX-License-Identifier: GPL-3.0-or-later
// Attention scores that know how far apart two tokens are: BERT's relative keys and DeBERTa's disentangled attention.
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

// DeBERTa's attention scores: content with content, content with relative position, relative position with content.

/// How far apart two tokens are, as a row of the table of relative positions.
struct RelativePositions {
    int span = 0; ///< S: the table has 2S rows
    int buckets = 0; ///< above 0: distances beyond buckets/2 share rows, on a logarithmic scale
    int longest = 0; ///< R, the distance at which the scale ends

    /// (Lq, L) of long integers in [0, 2S): the row for query i and key j.
    at::Tensor rows(std::int64_t queries, std::int64_t length, at::Device device) const;
    /// The row of one distance i − j.
    int row(int distance) const;
};

/// (q·k + q·K_r + k·Q_r) / √(D·(1 + number of position terms)), r = rows(i, j).
struct DisentangledScores {
    Linear query;
    Linear key;
    int heads = 1;
    RelativePositions relative;
    at::Tensor positionKeys; ///< (A, 2S, D), "c2p"; undefined: no such term
    at::Tensor positionQueries; ///< (A, 2S, D), "p2c"; undefined: no such term

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const;
};

} // namespace vitrine
