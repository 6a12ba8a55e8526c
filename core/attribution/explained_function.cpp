// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/explained_function.h"

#include <ATen/ATen.h>
#include <ATen/DeviceAccelerator.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

namespace vitrine {
namespace {

/// Tokens of one batch. A CPU gains nothing beyond some 500 and its memory grows with them; a GPU wants enough to fill
/// it.
constexpr std::int64_t tokensOnCpu = 512;
constexpr std::int64_t tokensOnGpu = 16384;

} // namespace

ExplainedFunction::ExplainedFunction(
    const TextModel& network, ModelInputs inputs, Target target, Problem problem, int recomputeSegments)
    : m_network(network)
    , m_inputs(std::move(inputs))
    , m_target(std::move(target))
    , m_problem(problem)
    , m_recomputeSegments(recomputeSegments)
    , m_input(network.wordEmbeddings(m_inputs.ids))
{
}

std::vector<double> ExplainedFunction::values(const at::Tensor& words) const
{
    const at::NoGradGuard constant;
    return toDoubles(targetValue(m_target, m_problem, m_network.logits(words, m_inputs)));
}

ExplainedFunction::Gradient ExplainedFunction::gradient(const at::Tensor& words) const
{
    const at::AutoGradMode tracking(true);
    const auto leaf = words.detach().requires_grad_(true); // (B, L, E)
    const auto logits = m_network.forward(leaf, m_inputs, { .recomputeSegments = m_recomputeSegments }); // (B, C)
    const auto value = targetValue(m_target, m_problem, logits); // (B)
    const auto gradients = torch::autograd::grad({ value.sum() }, { leaf });
    return { toDoubles(value), gradients.front() };
}

std::int64_t ExplainedFunction::textsAtOnce(const TextModel& network, std::int64_t length)
{
    return std::max<std::int64_t>(1, (network.options().device().is_cpu() ? tokensOnCpu : tokensOnGpu) / length);
}

void ExplainedFunction::inPieces(std::int64_t count, const std::function<void(std::int64_t, std::int64_t)>& work) const
{
    std::int64_t piece = textsAtOnce(m_network, m_input.size(1));
    int retries = 3;
    for (std::int64_t begin = 0; begin < count;) {
        const auto size = std::min(piece, count - begin);
        try {
            work(begin, size);
            begin += size;
        } catch (const c10::OutOfMemoryError&) {
            if (size == 1 || retries-- == 0)
                throw;
            at::accelerator::emptyCache();
            piece = size / 2;
        }
    }
}

} // namespace vitrine
