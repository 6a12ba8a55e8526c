// SPDX-License-Identifier: GPL-3.0-or-later
// What a training step may add to the plain loss: a function and a row in regularisers.cpp each.
#pragma once

#include "core/runtime/parameters.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// The texts of one step as a regulariser sees them. Samples never interact: what is summed over the batch is each
/// sample's own.
struct RegularisedBatch {
    /// Word embeddings (B, L, E) → logits (B, C). All calls of a step drop the same values, so this is one function;
    /// parameters and embeddings are in the graph.
    std::function<at::Tensor(const at::Tensor& embedded)> logits;
    at::Tensor embedded; ///< (B, L, E), a function of the embedding table
    at::Tensor labels; ///< (B) long; undefined for texts without labels
    at::Tensor movable; ///< (B, L, 1): 1 where a perturbation may go, 0 at padding and, unless asked for, at special
                        ///< tokens
};

/// The loss of a step: `loss` is minimised, the two numbers are reported.
struct RegularisedLoss {
    at::Tensor loss; ///< scalar in the graph
    double crossEntropy = 0; ///< mean over the batch at the clean embeddings; 0 without labels
    double penalty = 0; ///< what was added
    at::Tensor logits {}; ///< (B, C) at the clean embeddings, out of the graph; undefined when they were not computed
};

/// One row.
struct Regulariser {
    std::string id;
    std::string title;
    std::string help; ///< one line
    bool needsLabels = true; ///< false: unlabelled texts can take part
    std::vector<ParamSpec> parameters; ///< names are its own: "epsilon", "xi", …
    RegularisedLoss (*loss)(const RegularisedBatch& batch, const Parameters& parameters);
};

/// All of them; "none" is the first.
const std::vector<Regulariser>& regulariserRegistry();

/// Throws Refusal(BadArgument) naming those there are.
const Regulariser& regulariserNamed(std::string_view id);

} // namespace vitrine
