// SPDX-License-Identifier: GPL-3.0-or-later
// The names of tensors over the years. No tensor library.
#pragma once

#include "core/io/weights/tensor_source.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Entries by their modern name: `LayerNorm.gamma` and `.beta` are `.weight` and `.bias`, and a leading `module.` that
/// every name has is dropped. The pointers point into `entries`.
std::map<std::string, const TensorEntry*, std::less<>> modernNames(const std::vector<TensorEntry>& entries);

/// True for tensors that published checkpoints carry and that are never read: buffers, and heads of other tasks.
bool isIgnoredTensor(std::string_view modernName);

} // namespace vitrine
