// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/regularisers.h"

#include "core/models/perturbation.h"

#include <ATen/ATen.h>

namespace vitrine {

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

RegularisedLoss lossAfterStep(
    const RegularisedBatch& batch, const at::Tensor& logits, const at::Tensor& moved, bool clean)
{
    const auto plain = at::cross_entropy_loss(logits, batch.labels);
    const auto hard = at::cross_entropy_loss(moved, batch.labels);
    const auto total = clean ? plain + hard : hard;
    const double crossEntropy = plain.item<double>();
    return { total, crossEntropy, total.item<double>() - crossEntropy };
}

RegularisedLoss lossWithDivergence(
    const RegularisedBatch& batch, const at::Tensor& logits, const at::Tensor& moved, double weight)
{
    const auto penalty = weight * sampleDivergences(logits.detach(), moved).mean();
    if (!batch.labels.defined())
        return { penalty, 0, penalty.item<double>() };
    const auto plain = at::cross_entropy_loss(logits, batch.labels);
    return { plain + penalty, plain.item<double>(), penalty.item<double>() };
}

} // namespace vitrine
