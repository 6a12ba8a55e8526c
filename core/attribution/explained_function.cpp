// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/explained_function.h"

#include <ATen/ATen.h>
#include <ATen/DeviceAccelerator.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

namespace vitrine {
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

double ExplainedFunction::valueOf(const std::vector<double>& logits) const
{
    const auto row = at::tensor(logits, at::kDouble).unsqueeze(0); // (1, C)
    return targetValue(m_target, m_problem, row).item<double>();
}

std::vector<double> ExplainedFunction::values(const at::Tensor& words) const
{
    const std::vector<const ExplainedFunction*> rows(std::size_t(words.size(0)), this);
    return valuesTogether(rows, words);
}

ExplainedFunction::Gradient ExplainedFunction::gradient(const at::Tensor& words) const
{
    const std::vector<const ExplainedFunction*> rows(std::size_t(words.size(0)), this);
    return gradientTogether(rows, words);
}

at::Tensor ExplainedFunction::forwardTogether(
    std::span<const ExplainedFunction* const> functions, const at::Tensor& words)
{
    const ExplainedFunction& first = *functions.front();
    std::vector<const ModelInputs*> inputs;
    for (const ExplainedFunction* function : functions)
        inputs.push_back(&function->m_inputs);
    const auto logits
        = first.m_network.forward(words, joined(inputs), { .recomputeSegments = first.m_recomputeSegments }); // (B, C)
    std::vector<at::Tensor> values;
    for (std::size_t begin = 0; begin < functions.size();) {
        std::size_t end = begin;
        while (end < functions.size() && functions[end] == functions[begin])
            ++end;
        values.push_back(targetValue(functions[begin]->m_target, functions[begin]->m_problem,
            logits.narrow(0, std::int64_t(begin), std::int64_t(end - begin))));
        begin = end;
    }
    return at::cat(values); // (B)
}

ExplainedFunction::Gradient ExplainedFunction::gradientTogether(
    std::span<const ExplainedFunction* const> functions, const at::Tensor& words)
{
    const at::AutoGradMode tracking(true);
    const auto leaf = words.detach().requires_grad_(true); // (B, L, E)
    const auto values = forwardTogether(functions, leaf);
    const auto gradients = torch::autograd::grad({ values.sum() }, { leaf });
    return { toDoubles(values), gradients.front() };
}

std::vector<double> ExplainedFunction::valuesTogether(
    std::span<const ExplainedFunction* const> functions, const at::Tensor& words)
{
    const at::NoGradGuard constant;
    return toDoubles(forwardTogether(functions, words));
}

std::int64_t ExplainedFunction::textsAtOnce(const TextModel& network, std::int64_t length)
{
    return std::max<std::int64_t>(1, network.tokensAtOnce() / length);
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
