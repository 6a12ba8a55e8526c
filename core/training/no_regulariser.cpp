// SPDX-License-Identifier: GPL-3.0-or-later
// The plain loss: mean cross-entropy.
#include "core/training/regularisers.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

RegularisedLoss loss(const RegularisedBatch& batch, const Parameters&)
{
    const auto mean = at::cross_entropy_loss(batch.logits(batch.embedded), batch.labels);
    return { mean, mean.item<double>(), 0 };
}

} // namespace

Regulariser noRegulariser() { return { "none", "None", "the plain loss", true, {}, loss }; }

} // namespace vitrine
