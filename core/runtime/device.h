// SPDX-License-Identifier: GPL-3.0-or-later
// Devices by name, and the GPU part of LibTorch as a library that may be absent.
#pragma once

#include <string>
#include <string_view>

namespace vitrine {

/// The meaning of --device.
struct DeviceChoice {
    enum class Kind { Auto, Cpu, Cuda };
    Kind kind = Kind::Auto;
    int index = -1; ///< of the GPU; -1: the first

    bool operator==(const DeviceChoice&) const = default;
};

/// "auto", "cpu", "cuda" or "cuda:N". Throws Refusal(BadArgument).
DeviceChoice parseDevice(std::string_view text);

/// Loads libtorch_cuda.so from the folder of the loaded libtorch_cpu.so, once. Empty on success, else one sentence that
/// says why the GPU cannot be used. Call it before LibTorch is asked anything about CUDA: LibTorch keeps its first
/// answer.
const std::string& loadCuda();

} // namespace vitrine
