// SPDX-License-Identifier: GPL-3.0-or-later
// The answer shall not change along the direction in which it changes fastest. No label is needed for that.
#include "core/models/perturbation.h"
#include "core/training/regularisers.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

RegularisedLoss loss(const RegularisedBatch& batch, const Parameters& parameters)
{
    const auto answers = batch.logits(batch.embedded); // (B, C)
    const auto start = randomDirections(batch.embedded, batch.movable);
    const auto found = virtualDirection(batch.logits, batch.embedded, answers.detach(), batch.movable, start,
        { parameters.real("xi"), int(parameters.integer("iterations")) });
    const auto step
        = betterSign(batch.logits, batch.embedded, answers.detach(), parameters.real("epsilon") * found.direction);
    return lossWithDivergence(batch, answers, batch.logits(batch.embedded + step), parameters.real("weight"));
}

} // namespace

Regulariser virtualAdversarialRegulariser()
{
    return { "vat", "Virtual adversarial step (VAT)", "how far the worst step moves the answer", false,
        { epsilonParameter(), weightParameter(),
            { .name = "xi",
                .title = "Xi",
                .kind = ParamKind::Real,
                .defaultValue = "0.1",
                .help = "length of the probing step of each iteration, in embedding units",
                .minimum = 1e-9,
                .maximum = 1000 },
            { .name = "iterations",
                .title = "Iterations",
                .kind = ParamKind::Integer,
                .defaultValue = "1",
                .help = "of the search for the worst direction",
                .minimum = 1,
                .maximum = 100 } },
        loss };
}

} // namespace vitrine
