// SPDX-License-Identifier: GPL-3.0-or-later
// State of LibTorch's own generators: what dropout draws from.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

namespace vitrine {

/// The generators that work on `device` draws from: the CPU's, and the GPU's if it is one.
class RandomState {
public:
    /// As they are now.
    explicit RandomState(at::Device device);
    /// Sets them back.
    void restore() const;

private:
    at::Device m_device;
    at::Tensor m_cpu, m_gpu;
};

/// The CPU's alone as bytes, for files; and back.
at::Tensor randomBytes();
void setRandomBytes(const at::Tensor& bytes);

} // namespace vitrine
