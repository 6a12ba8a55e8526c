// SPDX-License-Identifier: GPL-3.0-or-later
// The plain loss: mean cross-entropy.
#include "core/training/regularisers.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

    RegularisedLoss loss(const RegularisedBatch& batch, const Parameters&)
    {
        const auto logits = batch.logits(batch.embedded); // (B, C)
        const auto mean = at::cross_entropy_loss(logits, batch.labels);
        return { mean, mean.item<double>(), 0, logits.detach() };
    }

} // namespace

Regulariser noRegulariser() { return { "none", "None", "the plain loss", true, {}, loss }; }

} // namespace vitrine
