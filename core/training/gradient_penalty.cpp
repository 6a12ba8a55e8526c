// SPDX-License-Identifier: GPL-3.0-or-later
// The squared gradient as a penalty: it is differentiated twice. Each sample has its own gradient, so the batch size
// does not matter.
#include "core/models/perturbation.h"
#include "core/training/regularisers.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

namespace vitrine {
namespace {

RegularisedLoss loss(const RegularisedBatch& batch, const Parameters& parameters)
{
    const auto x = batch.embedded.requires_grad() ? batch.embedded : batch.embedded.detach().requires_grad_();
    const auto logits = batch.logits(x);
    const auto losses = sampleLosses(logits, batch.labels); // (B)
    const auto gradient
        = torch::autograd::grad({ losses.sum() }, { x }, {}, true, true)[0] * batch.movable; // (B, L, E)
    const auto penalty = parameters.real("epsilon") / 2 * gradient.square().sum({ 1, 2 }).mean();
    const auto plain = losses.mean();
    return { plain + penalty, plain.item<double>(), penalty.item<double>() };
}

} // namespace

Regulariser gradientPenaltyRegulariser()
{
    return { "gradient-penalty", "Gradient penalty", "the squared gradient by the embeddings", true,
        { epsilonParameter() }, loss };
}

} // namespace vitrine
