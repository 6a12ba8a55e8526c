// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/runtime/working_type.h"

#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/device.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>
#include <ATen/DeviceAccelerator.h>

#include <cstdio>
#include <fstream>

namespace vitrine {
namespace {

at::Device usableDevice(const std::string& text)
{
    const DeviceChoice choice = parseDevice(text);
    if (choice.kind == DeviceChoice::Kind::Cpu)
        return at::kCPU;
    const int gpus = int(usableDevices().size()) - 1;
    if (choice.kind == DeviceChoice::Kind::Auto)
        return gpus ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    if (!gpus)
        throw Refusal(ErrorCode::BadArgument, "--device " + text + " cannot be used. " + whyNoGpu(), "device");
    const int index = std::max(choice.index, 0);
    if (index >= gpus) {
        throw Refusal(ErrorCode::BadArgument,
            "--device " + text + " cannot be used: there are " + std::to_string(gpus) + " GPUs, counted from 0.",
            "device");
    }
    return { at::kCUDA, at::DeviceIndex(index) };
}

at::ScalarType numberType(const std::string& text)
{
    if (text == "float32")
        return at::kFloat;
    if (text == "float64")
        return at::kDouble;
    if (text == "bfloat16")
        return at::kBFloat16;
    throw Refusal(
        ErrorCode::BadArgument, "--dtype must be float32, float64 or bfloat16, not \"" + text + "\".", "dtype");
}

} // namespace

at::TensorOptions tensorOptions(const std::string& device, const std::string& dtype)
{
    const auto type = numberType(dtype);
    return at::TensorOptions(usableDevice(device)).dtype(type).requires_grad(std::nullopt);
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
