// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors to a safetensors file and back.
#pragma once

#include "core/io/weights/tensor_source.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace vitrine {

/// Tensors by name.
using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

/// Writes them whole or not at all, on whatever device they are: float16, bfloat16, float32, float64, uint8 or int64.
/// A link at `path` is not followed. Throws Refusal: WriteFailed, UnsupportedDtype.
void writeTensorFile(
    const std::filesystem::path& path, const NamedTensors& tensors, const std::map<std::string, std::string>& metadata);

/// One tensor as it lies in the file, on the CPU. Throws what TensorSource::read() throws, and UnsupportedDtype.
at::Tensor readTensor(const TensorSource& source, const TensorEntry& entry);

} // namespace vitrine
