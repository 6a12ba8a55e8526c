// SPDX-License-Identifier: GPL-3.0-or-later
// What can stand in the place of a head's attention.
#pragma once

#include "core/maps/head_index.h"
#include "core/results/head_surgery.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// "0.1=uniform,1.0=zero" → one surgery of both heads together; "all=uniform" → as many surgeries as there are heads,
/// of one head each. Throws Refusal(BadArgument) for anything else, a head the model lacks, and a head named twice.
std::vector<std::vector<HeadReplacement>> surgeriesFrom(const std::string& ablate, const ModelConfig& config);

/// The mean of one head's probabilities over texts of different lengths: entry (i, j) is the mean over the texts that
/// have both tokens.
class MeanMatrix {
public:
    explicit MeanMatrix(std::int64_t longest);

    /// `probabilities` (L, L).
    void add(const at::Tensor& probabilities);
    /// The first `length` rows and columns, in double on the CPU. Rows do not sum to 1: the columns beyond are missing.
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
    /// (L, L) in double on the CPU. `mask` (1, 1, 1 or L, L) is what is added to scores, undefined: nothing. Uniform:
    /// the same for every token that may be seen. Mean: of the texts that meanOf() was given, what may not be seen
    /// taken away, rows made to sum to 1 (or uniform where nothing is left). Zero: nothing is read. Random: softmax of
    /// normal numbers that are the same for every text, as in an untrained Random Synthesizer.
    at::Tensor matrix(const HeadReplacement& replacement, std::int64_t length, const at::Tensor& mask);

private:
    const at::Tensor& randomScores(HeadIndex index);

    std::int64_t m_longest;
    std::uint64_t m_seed;
    std::map<HeadIndex, MeanMatrix> m_means;
    std::map<HeadIndex, at::Tensor> m_random; // (N, N)
};

} // namespace vitrine
