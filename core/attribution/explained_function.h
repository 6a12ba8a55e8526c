// SPDX-License-Identifier: GPL-3.0-or-later
// The network as a scalar function of word embeddings, with its gradient; everything else about the text stays as it
// is.
#pragma once

#include "core/attribution/target.h"
#include "core/models/layers/model.h"

#include <functional>
#include <span>
#include <vector>

namespace vitrine {

/// F of one text and target. Evaluations of several places of the embedding space share one batch.
class ExplainedFunction {
public:
    /// `recomputeSegments`: see ForwardPass; for gradients.
    ExplainedFunction(
        const TextModel& network, ModelInputs inputs, Target target, Problem problem, int recomputeSegments = 0);

    /// x: the text's own word embeddings, (1, L, E).
    const at::Tensor& input() const { return m_input; }
    const TextModel& network() const { return m_network; }
    const ModelInputs& modelInputs() const { return m_inputs; }

    /// F where the network answers with `logits` (C).
    double valueOf(const std::vector<double>& logits) const;

    /// F at `words` (B, L, E); builds no graph.
    std::vector<double> values(const at::Tensor& words) const;

    /// F and ∂F/∂words (B, L, E) at `words` (B, L, E). The graph is gone on return.
    struct Gradient {
        std::vector<double> values;
        at::Tensor gradient;
    };
    Gradient gradient(const at::Tensor& words) const;

    /// F and ∂F/∂words of places in several texts of one length: row b of `words` (B, L, E) belongs to `functions[b]`.
    /// Rows of one text stand together. All are of one network and recompute alike.
    static Gradient gradientTogether(std::span<const ExplainedFunction* const> functions, const at::Tensor& words);
    /// F likewise; builds no graph.
    static std::vector<double> valuesTogether(
        std::span<const ExplainedFunction* const> functions, const at::Tensor& words);

    /// How many texts of that length inPieces() takes at once.
    static std::int64_t textsAtOnce(const TextModel& network, std::int64_t length);

    /// Calls `work(begin, size)` for consecutive pieces of [0, count) that fit the device. When the GPU is out of
    /// memory the piece is halved and tried again, three times at most.
    void inPieces(std::int64_t count, const std::function<void(std::int64_t begin, std::int64_t size)>& work) const;

private:
    static at::Tensor forwardTogether(std::span<const ExplainedFunction* const> functions, const at::Tensor& words);

    const TextModel& m_network;
    ModelInputs m_inputs;
    Target m_target;
    Problem m_problem;
    int m_recomputeSegments;
    at::Tensor m_input;
};

} // namespace vitrine
