// SPDX-License-Identifier: GPL-3.0-or-later
// All regularisers: what each computes, and the table from which options, forms and tests follow.
#include "core/training/regulariser.h"

#include "core/models/perturbation.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

namespace vitrine {
namespace {

// Parameters that several have: one name means one thing.

ParamSpec epsilonParameter()
{
    return { .name = "epsilon",
        .title = "Epsilon",
        .kind = ParamKind::Real,
        .defaultValue = "0.5",
        .help = "length of a text's step in embedding units (with --sign: of every entry); of the gradient penalty: "
                "its factor",
        .minimum = 0,
        .maximum = 1000 };
}

ParamSpec sigmaParameter()
{
    return { .name = "sigma",
        .title = "Sigma",
        .kind = ParamKind::Real,
        .defaultValue = "0.02",
        .help = "standard deviation of the noise on every entry of the embeddings",
        .minimum = 0,
        .maximum = 1000 };
}

ParamSpec weightParameter()
{
    return { .name = "weight",
        .title = "Weight",
        .kind = ParamKind::Real,
        .defaultValue = "1",
        .help = "of the divergence beside the loss",
        .minimum = 0,
        .maximum = 1000 };
}

ParamSpec cleanParameter()
{
    return { .name = "clean",
        .title = "Add the clean loss",
        .kind = ParamKind::Flag,
        .defaultValue = "true",
        .help = "add the loss without the step to that with it" };
}

ParamSpec signParameter()
{
    return { .name = "sign",
        .title = "Signs only",
        .kind = ParamKind::Flag,
        .defaultValue = "false",
        .help = "move every entry by epsilon along the sign of its gradient" };
}

/// The loss at the `moved` answers, and at the clean ones if `clean`; `logits` (B, C) are the clean answers, in the
/// graph if `clean`.
RegularisedLoss lossAfterStep(
    const RegularisedBatch& batch, const at::Tensor& logits, const at::Tensor& moved, bool clean)
{
    const auto plain = at::cross_entropy_loss(logits, batch.labels);
    const auto hard = at::cross_entropy_loss(moved, batch.labels);
    const auto total = clean ? plain + hard : hard;
    const double crossEntropy = plain.item<double>();
    return { total, crossEntropy, total.item<double>() - crossEntropy };
}

/// Cross-entropy, as far as there are labels, plus weight · mean of KL(answers ‖ moved).
RegularisedLoss lossWithDivergence(
    const RegularisedBatch& batch, const at::Tensor& logits, const at::Tensor& moved, double weight)
{
    const auto penalty = weight * sampleDivergences(logits.detach(), moved).mean();
    if (!batch.labels.defined())
        return { penalty, 0, penalty.item<double>() };
    const auto plain = at::cross_entropy_loss(logits, batch.labels);
    return { plain + penalty, plain.item<double>(), penalty.item<double>() };
}

// The plain loss: mean cross-entropy.

RegularisedLoss plainLoss(const RegularisedBatch& batch, const Parameters&)
{
    const auto mean = at::cross_entropy_loss(batch.logits(batch.embedded), batch.labels);
    return { mean, mean.item<double>(), 0 };
}

Regulariser noRegulariser() { return { "none", "None", "the plain loss", true, {}, plainLoss }; }

// Noise on the embeddings: with labels, the loss there; without, the divergence of the answers without and with noise.
// The second is, to second order, (σ²/2)·Σ fᵢ‖∇ ln fᵢ‖².

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

RegularisedLoss noiseDivergence(const RegularisedBatch& batch, const Parameters& parameters)
{
    const auto clean = batch.logits(batch.embedded);
    return lossWithDivergence(
        batch, clean, batch.logits(batch.embedded + noiseFor(batch, parameters)), parameters.real("weight"));
}

Regulariser noiseRegulariser()
{
    return { "noise", "Noise", "the loss at embeddings with normal noise", true, { sigmaParameter() }, noisyLoss };
}

Regulariser labelFreeNoiseRegulariser()
{
    return { "noise-label-free", "Noise without labels", "how far noise moves the answer", false,
        { sigmaParameter(), weightParameter() }, noiseDivergence };
}

// (ε/2)·mean over the batch of the squared norm of each sample's own gradient, which is differentiated twice. Each
// sample has its own gradient, so the batch size does not matter.

RegularisedLoss gradientPenaltyLoss(const RegularisedBatch& batch, const Parameters& parameters)
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

Regulariser gradientPenaltyRegulariser()
{
    return { "gradient-penalty", "Gradient penalty", "the squared gradient by the embeddings", true,
        { epsilonParameter() }, gradientPenaltyLoss };
}

// The loss at embeddings that were moved to raise it, by one step (Miyato and others 2017) or by several, each of them
// followed by a projection into the ball (Madry and others 2018). The step is constant while the parameters are
// differentiated.

at::Tensor steepest(const at::Tensor& gradients, bool sign) { return sign ? gradients.sign() : unitSamples(gradients); }

RegularisedLoss fastGradientLoss(const RegularisedBatch& batch, const Parameters& parameters)
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

RegularisedLoss projectedGradientLoss(const RegularisedBatch& batch, const Parameters& parameters)
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

Regulariser fastGradientRegulariser()
{
    return { "fgm", "Adversarial step (FGM)", "the loss after one step along the gradient", true,
        { epsilonParameter(), signParameter(), cleanParameter() }, fastGradientLoss };
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
        projectedGradientLoss };
}

// Virtual adversarial training (Miyato and others 2015): penalises the change of the answer along the direction in
// which it changes fastest. No label is needed for that.

RegularisedLoss virtualAdversarialLoss(const RegularisedBatch& batch, const Parameters& parameters)
{
    const auto answers = batch.logits(batch.embedded); // (B, C)
    const auto start = randomDirections(batch.embedded, batch.movable);
    const auto found = virtualDirection(batch.logits, batch.embedded, answers.detach(), batch.movable, start,
        { parameters.real("xi"), int(parameters.integer("iterations")) });
    const auto step
        = betterSign(batch.logits, batch.embedded, answers.detach(), parameters.real("epsilon") * found.direction);
    return lossWithDivergence(batch, answers, batch.logits(batch.embedded + step), parameters.real("weight"));
}

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
        virtualAdversarialLoss };
}

} // namespace

const std::vector<Regulariser>& regulariserRegistry()
{
    static const std::vector<Regulariser> table {
        noRegulariser(),
        noiseRegulariser(),
        labelFreeNoiseRegulariser(),
        gradientPenaltyRegulariser(),
        fastGradientRegulariser(),
        projectedGradientRegulariser(),
        virtualAdversarialRegulariser(),
    };
    return table;
}

const Regulariser& regulariserNamed(std::string_view id)
{
    std::string known;
    for (const auto& row : regulariserRegistry()) {
        if (row.id == id)
            return row;
        known += (known.empty() ? "" : ", ") + row.id;
    }
    throw Refusal(ErrorCode::BadArgument,
        "There is no regulariser \"" + std::string(id) + "\"; there are " + known + ".", "regulariser");
}

} // namespace vitrine
