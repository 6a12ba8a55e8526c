// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/runtime/random_state.h"

#include <ATen/ATen.h>

#include <mutex>

namespace vitrine {
namespace {

at::Tensor stateOf(at::Device device)
{
    auto generator = at::globalContext().defaultGenerator(device);
    const std::lock_guard lock(generator.mutex());
    return generator.get_state().clone();
}

void setState(at::Device device, const at::Tensor& state)
{
    auto generator = at::globalContext().defaultGenerator(device);
    const std::lock_guard lock(generator.mutex());
    generator.set_state(state);
}

} // namespace

RandomState::RandomState(at::Device device)
    : m_device(device)
    , m_cpu(randomBytes())
    , m_gpu(device.is_cuda() ? stateOf(device) : at::Tensor())
{
}

void RandomState::restore() const
{
    setRandomBytes(m_cpu);
    if (m_gpu.defined())
        setState(m_device, m_gpu);
}

at::Tensor randomBytes() { return stateOf(at::kCPU); }
void setRandomBytes(const at::Tensor& bytes) { setState(at::kCPU, bytes); }

} // namespace vitrine
