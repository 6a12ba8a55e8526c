// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adamw.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

std::vector<at::Tensor> picked(const std::vector<at::Tensor>& all, const std::vector<std::size_t>& which)
{
    std::vector<at::Tensor> some;
    for (const auto index : which)
        some.push_back(all[index]);
    return some;
}

std::vector<at::Tensor> zerosLike(const std::vector<at::Tensor>& values)
{
    std::vector<at::Tensor> zeros;
    for (const auto& value : values)
        zeros.push_back(at::zeros_like(value));
    return zeros;
}

} // namespace

Adamw::Adamw(const std::vector<NamedParameter>& parameters, AdamwOptions options)
    : m_options(options)
{
    const at::NoGradGuard constant;
    for (const auto& parameter : parameters) {
        if (parameter.frozen)
            continue;
        (parameter.value.dim() > 1 ? m_decayed : m_plain).push_back(m_values.size());
        m_names.push_back(parameter.name);
        m_values.push_back(parameter.value);
        m_steps.push_back(at::zeros({}, parameter.value.options().dtype(at::kFloat).requires_grad(false)));
        if (options.average > 0)
            m_averages.push_back(parameter.value.detach().clone());
    }
    m_first = zerosLike(m_values);
    m_second = zerosLike(m_values);
}

double Adamw::step(std::vector<at::Tensor> gradients, double rate)
{
    const at::NoGradGuard constant;
    const double norm = at::linalg_vector_norm(at::stack(at::_foreach_norm(gradients))).item<double>();
    if (!std::isfinite(norm))
        return norm;
    if (m_options.clip > 0 && norm > m_options.clip)
        at::_foreach_mul_(gradients, m_options.clip / norm);
    for (const auto* group : { &m_decayed, &m_plain }) {
        const double decay = group == &m_decayed ? m_options.weightDecay : 0;
        const auto values = picked(m_values, *group), first = picked(m_first, *group),
                   second = picked(m_second, *group);
        const auto steps = picked(m_steps, *group);
        at::_foreach_add_(steps, 1);
        at::_fused_adamw_(
            values, picked(gradients, *group), first, second, {}, steps, rate, 0.9, 0.999, decay, 1e-8, false, false);
    }
    if (!m_averages.empty()) {
        const double done = m_steps.front().item<double>();
        const double keep
            = std::min(m_options.average, (1 + done) / (10 + done)); // a young mean must not remember the random start
        at::_foreach_lerp_(m_averages, m_values, 1 - keep);
    }
    return norm;
}

void Adamw::swapAverage()
{
    const at::NoGradGuard constant;
    for (std::size_t i = 0; i < m_averages.size(); ++i) {
        const auto value = m_values[i].clone();
        m_values[i].copy_(m_averages[i]);
        m_averages[i].copy_(value);
    }
}

std::vector<std::pair<std::string, at::Tensor>> Adamw::state() const
{
    std::vector<std::pair<std::string, at::Tensor>> all;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        all.emplace_back("first." + m_names[i], m_first[i]);
        all.emplace_back("second." + m_names[i], m_second[i]);
        all.emplace_back("steps." + m_names[i], m_steps[i]);
        if (!m_averages.empty())
            all.emplace_back("average." + m_names[i], m_averages[i]);
    }
    return all;
}

} // namespace vitrine
