// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/working_type.h"

#include "core/models/torch_runtime.h"
#include "core/runtime/device.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

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
            "--device " + text + " cannot be used: there are " + std::to_string(gpus) + " GPUs, counted from 0.", "device");
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
    throw Refusal(ErrorCode::BadArgument, "--dtype must be float32, float64 or bfloat16, not \"" + text + "\".", "dtype");
}

} // namespace

at::TensorOptions tensorOptions(const std::string& device, const std::string& dtype)
{
    const auto type = numberType(dtype);
    return at::TensorOptions(usableDevice(device)).dtype(type).requires_grad(std::nullopt);
}

std::string deviceName(const at::TensorOptions& options) { return options.device().str(); }

} // namespace vitrine
