// SPDX-License-Identifier: GPL-3.0-or-later
// The matrices that can replace the attention of a head.
#pragma once

#include "core/maps/head_index.h"
#include "core/results/head_surgery.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// "0.1=uniform,1.0=zero" → one surgery of both heads together; "all=uniform" → one surgery for each head alone. Throws
/// Refusal(BadArgument) for any other text, for a head that the model does not have, and for a head that is named
/// twice.
std::vector<std::vector<HeadReplacement>> surgeriesFrom(const std::string& ablate, const ModelConfig& config);

/// The mean of one head's probabilities over texts of different lengths: entry (i, j) is the mean over the texts that
/// have both tokens.
class MeanMatrix {
public:
    explicit MeanMatrix(std::int64_t longest);

    /// `probabilities` (L, L).
    void add(const at::Tensor& probabilities);
    /// The first `length` rows and columns, in double on the CPU. Rows do not sum to 1, because other columns are cut
    /// off.
    at::Tensor cropped(std::int64_t length) const;

private:
    at::Tensor m_sum; // (N, N)
    std::vector<long> m_longerThan; // (N) texts with more than i tokens
};

/// Replacing matrices for texts of up to `longest` tokens.
class ReplacingMatrices {
public:
    ReplacingMatrices(std::int64_t longest, std::uint64_t seed)
        : m_longest(longest)
        , m_seed(seed)
    {
    }

    MeanMatrix& meanOf(HeadIndex index);
    /// (L, L) in double on the CPU. `mask` (1, 1, 1 or L, L) is added to the scores; undefined: no mask. Uniform: the
    /// same weight for every token that is not masked. Mean: the mean over the texts that meanOf() was given, with
    /// masked tokens set to 0 and rows normalised to sum to 1 (uniform where a row is 0). Zero: all weights are 0.
    /// Random: softmax of normally distributed numbers that are the same for every text, as in an untrained Random
    /// Synthesizer.
    at::Tensor matrix(const HeadReplacement& replacement, std::int64_t length, const at::Tensor& mask);

private:
    const at::Tensor& randomScores(HeadIndex index);

    std::int64_t m_longest;
    std::uint64_t m_seed;
    std::map<HeadIndex, MeanMatrix> m_means;
    std::map<HeadIndex, at::Tensor> m_random; // (N, N)
};

} // namespace vitrine
