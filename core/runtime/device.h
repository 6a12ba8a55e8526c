// SPDX-License-Identifier: GPL-3.0-or-later
// Devices by name, and the GPU part of LibTorch as a library that may be absent.
#pragma once

#include <string>
#include <string_view>

namespace vitrine {

/// What --device asks for.
struct DeviceChoice {
    enum class Kind { Auto, Cpu, Cuda };
    Kind kind = Kind::Auto;
    int index = -1; ///< of the GPU; -1: the first

    bool operator==(const DeviceChoice&) const = default;
};

/// "auto", "cpu", "cuda" or "cuda:N". Throws Refusal(BadArgument).
DeviceChoice parseDevice(std::string_view text);

/// Loads libtorch_cuda.so from beside the running libtorch_cpu.so, once. Empty on success, else one sentence why the
/// GPU is off. Must come before any question to LibTorch about CUDA: the first one freezes the answer.
const std::string& loadCuda();

} // namespace vitrine
