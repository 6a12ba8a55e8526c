// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/runtime/working_type.h"

#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>
#include <ATen/DeviceAccelerator.h>

#include <cstdio>
#include <fstream>

namespace vitrine {
namespace {

at::ScalarType numberType(const std::string& text)
{
    if (text == "float32")
        return at::kFloat;
    if (text == "float64")
        return at::kDouble;
    if (text == "bfloat16")
        return at::kBFloat16;
    throw Refusal(
        ErrorCode::BadArgument, "--dtype must be float32, float64 or bfloat16, not \"" + shown(text) + "\".", "dtype");
}

} // namespace

at::TensorOptions tensorOptions(const std::string& device, const std::string& dtype)
{
    const auto type = numberType(dtype);
    const int gpu = gpuIndexOf(device);
    const auto place = gpu < 0 ? at::Device(at::kCPU) : at::Device(at::kCUDA, at::DeviceIndex(gpu));
    return at::TensorOptions(place).dtype(type).requires_grad(std::nullopt);
}

std::int64_t freeBytes(const at::TensorOptions& options)
{
    if (!options.device().is_cpu()) {
        at::empty({ 1 }, options); // the allocator of a GPU begins with the first tensor
        return std::int64_t(at::accelerator::getMemoryInfo(options.device().index()).first);
    }
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);) {
        long long kibibytes = 0;
        if (std::sscanf(line.c_str(), "MemAvailable: %lld kB", &kibibytes) == 1)
            return kibibytes << 10;
    }
    return 0;
}

std::string deviceName(const at::TensorOptions& options) { return options.device().str(); }

} // namespace vitrine
