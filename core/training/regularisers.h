// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the registry, a file each, and the parameters that several have: one name means one thing.
#pragma once

#include "core/training/regulariser.h"

namespace vitrine {

Regulariser noRegulariser();
/// Loss at embeddings with normal noise.
Regulariser noiseRegulariser();
/// Divergence between the answers without and with noise.
Regulariser labelFreeNoiseRegulariser();
/// (ε/2)·mean over the batch of the squared norm of each sample's own gradient.
Regulariser gradientPenaltyRegulariser();
/// Loss after one step along the gradient (Miyato and others 2017).
Regulariser fastGradientRegulariser();
/// Loss after several steps, brought back into the ball after each (Madry and others 2018).
Regulariser projectedGradientRegulariser();
/// Virtual adversarial training (Miyato and others 2015).
Regulariser virtualAdversarialRegulariser();

ParamSpec epsilonParameter();
ParamSpec sigmaParameter();
ParamSpec weightParameter();
ParamSpec cleanParameter();
ParamSpec signParameter();

/// The loss at `embedded + step`, and at the clean ones if `clean`; `logits` (B, C) are the clean answers, in the graph
/// if `clean`.
RegularisedLoss lossAfterStep(
    const RegularisedBatch& batch, const at::Tensor& logits, const at::Tensor& moved, bool clean);
/// Cross-entropy, as far as there are labels, plus weight · mean of KL(answers ‖ moved).
RegularisedLoss lossWithDivergence(
    const RegularisedBatch& batch, const at::Tensor& logits, const at::Tensor& moved, double weight);

} // namespace vitrine
