// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/perturbation.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <limits>
#include <utility>

namespace vitrine {
namespace {

/// Gradient of the sum of `value(e)` by e at `at`; no graph stays.
template <typename Value> at::Tensor gradientAt(const at::Tensor& at, Value&& value)
{
    const at::AutoGradMode on(true);
    const auto moved = at.detach().requires_grad_();
    return torch::autograd::grad({ value(moved).sum() }, { moved })[0];
}

} // namespace

at::Tensor sampleNorms(const at::Tensor& x) { return at::linalg_vector_norm(x, 2, at::IntArrayRef { 1, 2 }, true); }

at::Tensor unitSamples(const at::Tensor& x)
{
    // The squares of a confident answer's gradient are no float32 any more.
    const double tiny = std::numeric_limits<float>::min();
    const auto scaled = x / x.abs().amax({ 1, 2 }, true).clamp_min(tiny);
    return scaled / sampleNorms(scaled).clamp_min(tiny);
}

at::Tensor projectedSamples(const at::Tensor& x, double length)
{
    return at::where(sampleNorms(x) > length, unitSamples(x) * length, x);
}

at::Tensor randomDirections(const at::Tensor& embedded, const at::Tensor& movable)
{
    return unitSamples(at::randn_like(embedded.detach()) * movable);
}

at::Tensor sampleLosses(const at::Tensor& logits, const at::Tensor& labels)
{
    return at::cross_entropy_loss(logits, labels, {}, at::Reduction::None);
}

at::Tensor sampleDivergences(const at::Tensor& from, const at::Tensor& to)
{
    const auto p = at::log_softmax(from, -1); // (B, C)
    return (p.exp() * (p - at::log_softmax(to, -1))).sum(-1);
}

at::Tensor lossGradients(
    const EmbeddedLogits& logits, const at::Tensor& embedded, const at::Tensor& labels, const at::Tensor& movable)
{
    return gradientAt(embedded, [&](const at::Tensor& x) { return sampleLosses(logits(x), labels); }) * movable;
}

VirtualDirection virtualDirection(const EmbeddedLogits& logits, const at::Tensor& embedded, const at::Tensor& answers,
    const at::Tensor& movable, const at::Tensor& start, const PowerIteration& options)
{
    const auto fixed = embedded.detach();
    const auto target = answers.detach();
    VirtualDirection found { unitSamples(start * movable), {} };
    for (int i = 0; i < options.iterations; ++i) {
        const auto product = gradientAt(found.direction * options.xi, [&](const at::Tensor& e) {
            return sampleDivergences(target, logits(fixed + e));
        }) * movable;
        found = { unitSamples(product), sampleNorms(product).view(-1) };
    }
    return found;
}

at::Tensor betterSign(
    const EmbeddedLogits& logits, const at::Tensor& embedded, const at::Tensor& answers, const at::Tensor& step)
{
    const at::NoGradGuard constant;
    const auto forward = sampleDivergences(answers, logits(embedded + step));
    const auto backward = sampleDivergences(answers, logits(embedded - step));
    return at::where((forward >= backward).view({ -1, 1, 1 }), step, -step);
}

} // namespace vitrine
