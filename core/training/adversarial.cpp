// SPDX-License-Identifier: GPL-3.0-or-later
// The loss at embeddings that were moved to raise it; the step is constant while the parameters are differentiated.
#include "core/models/perturbation.h"
#include "core/training/regularisers.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

namespace vitrine {
namespace {

at::Tensor steepest(const at::Tensor& gradients, bool sign) { return sign ? gradients.sign() : unitSamples(gradients); }

RegularisedLoss fgm(const RegularisedBatch& batch, const Parameters& parameters)
{
    const bool clean = parameters.flag("clean");
    // One pass serves the gradient and the clean loss.
    const auto x = batch.embedded.requires_grad() ? batch.embedded : batch.embedded.detach().requires_grad_();
    const auto logits = batch.logits(x);
    const auto gradients
        = torch::autograd::grad({ sampleLosses(logits, batch.labels).sum() }, { x }, {}, clean)[0] * batch.movable;
    const auto step = parameters.real("epsilon") * steepest(gradients, parameters.flag("sign"));
    return lossAfterStep(batch, clean ? logits : logits.detach(), batch.logits(batch.embedded + step), clean);
}

RegularisedLoss pgd(const RegularisedBatch& batch, const Parameters& parameters)
{
    const bool clean = parameters.flag("clean");
    const bool sign = parameters.flag("sign");
    const double epsilon = parameters.real("epsilon");
    const auto fixed = batch.embedded.detach();
    auto step = at::zeros_like(fixed);
    for (long long i = 0; i < parameters.integer("steps"); ++i) {
        step = step
            + parameters.real("step-size")
                * steepest(lossGradients(batch.logits, fixed + step, batch.labels, batch.movable), sign);
        step = sign ? step.clamp(-epsilon, epsilon) : projectedSamples(step, epsilon);
    }
    at::Tensor logits;
    {
        const at::AutoGradMode wanted(clean);
        logits = batch.logits(batch.embedded);
    }
    return lossAfterStep(batch, logits, batch.logits(batch.embedded + step), clean);
}

} // namespace

Regulariser fastGradientRegulariser()
{
    return { "fgm", "Adversarial step (FGM)", "the loss after one step along the gradient", true,
        { epsilonParameter(), signParameter(), cleanParameter() }, fgm };
}

Regulariser projectedGradientRegulariser()
{
    return { "pgd", "Adversarial steps (PGD)", "the loss after several steps along the gradient", true,
        { epsilonParameter(), signParameter(), cleanParameter(),
            { .name = "steps",
                .title = "Steps",
                .kind = ParamKind::Integer,
                .defaultValue = "3",
                .help = "how many the search takes",
                .minimum = 1,
                .maximum = 100 },
            { .name = "step-size",
                .title = "Step size",
                .kind = ParamKind::Real,
                .defaultValue = "0.25",
                .help = "length of each, before the ball of epsilon cuts it",
                .minimum = 0,
                .maximum = 1000 } },
        pgd };
}

} // namespace vitrine
