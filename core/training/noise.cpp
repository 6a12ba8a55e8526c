// SPDX-License-Identifier: GPL-3.0-or-later
// Noise on the embeddings: with labels, the loss there; without, how far the answer moves. The second is, to second
// order, (σ²/2)·Σ fᵢ‖∇ ln fᵢ‖².
#include "core/models/perturbation.h"
#include "core/training/regularisers.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

at::Tensor noiseFor(const RegularisedBatch& batch, const Parameters& parameters)
{
    return at::randn_like(batch.embedded.detach()) * batch.movable * parameters.real("sigma");
}

RegularisedLoss noisyLoss(const RegularisedBatch& batch, const Parameters& parameters)
{
    at::Tensor clean;
    {
        const at::NoGradGuard toldOnly;
        clean = batch.logits(batch.embedded);
    }
    return lossAfterStep(batch, clean, batch.logits(batch.embedded + noiseFor(batch, parameters)), false);
}

RegularisedLoss divergence(const RegularisedBatch& batch, const Parameters& parameters)
{
    const auto clean = batch.logits(batch.embedded);
    return lossWithDivergence(
        batch, clean, batch.logits(batch.embedded + noiseFor(batch, parameters)), parameters.real("weight"));
}

} // namespace

Regulariser noiseRegulariser()
{
    return { "noise", "Noise", "the loss at embeddings with normal noise", true, { sigmaParameter() }, noisyLoss };
}

Regulariser labelFreeNoiseRegulariser()
{
    return { "noise-label-free", "Noise without labels", "how far noise moves the answer", false,
        { sigmaParameter(), weightParameter() }, divergence };
}

} // namespace vitrine
