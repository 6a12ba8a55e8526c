// SPDX-License-Identifier: GPL-3.0-or-later
// Adversarial steps in embedding space: directions that raise the loss or change the answer of each sample. Training
// and robustness share them. Norms are L2 over all of one sample's entries (L·E), in embedding units; samples never
// share one.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>

namespace vitrine {

/// Word embeddings (B, L, E) → logits (B, C).
using EmbeddedLogits = std::function<at::Tensor(const at::Tensor& embedded)>;

/// `x` (B, L, E) → (B, 1, 1).
at::Tensor sampleNorms(const at::Tensor& x);
/// Each sample at length 1; a sample of zeros stays one.
at::Tensor unitSamples(const at::Tensor& x);
/// Shortens the samples that are longer than `length`.
at::Tensor projectedSamples(const at::Tensor& x, double length);
/// Independent normal numbers where `movable` (B, L, 1) is 1, each sample at length 1.
at::Tensor randomDirections(const at::Tensor& embedded, const at::Tensor& movable);

/// −log softmax(logits)[label] of each sample, (B).
at::Tensor sampleLosses(const at::Tensor& logits, const at::Tensor& labels);
/// KL(softmax(from) ‖ softmax(to)) of each sample, (B).
at::Tensor sampleDivergences(const at::Tensor& from, const at::Tensor& to);

/// Gradient of each sample's own loss by its own embeddings at `embedded`, 0 where `movable` is 0; (B, L, E), out of
/// the graph.
at::Tensor lossGradients(
    const EmbeddedLogits& logits, const at::Tensor& embedded, const at::Tensor& labels, const at::Tensor& movable);

/// Where a search for the direction in which the answer changes fastest starts and how it goes on.
struct PowerIteration {
    double xi = 0.1; ///< length of the step whose gradient stands for the product with the second derivative
    int iterations = 1;
};

/// What the search found.
struct VirtualDirection {
    at::Tensor direction; ///< (B, L, E) of length 1, of no particular sign: an eigenvector has none
    at::Tensor gradientNorms; ///< (B) of the divergence at the last iteration
};

/// Virtual adversarial direction (Miyato and others 2015): power iteration for the top eigenvector of the second
/// derivative of KL(`answers` ‖ logits(embedded + e)) at e = 0, from `start` (B, L, E).
VirtualDirection virtualDirection(const EmbeddedLogits& logits, const at::Tensor& embedded, const at::Tensor& answers,
    const at::Tensor& movable, const at::Tensor& start, const PowerIteration& options);
/// For each sample that of ±`step` after which the answer is farther from `answers` (B, C); at finite length the two
/// differ.
at::Tensor betterSign(
    const EmbeddedLogits& logits, const at::Tensor& embedded, const at::Tensor& answers, const at::Tensor& step);

} // namespace vitrine
