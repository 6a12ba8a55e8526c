// SPDX-License-Identifier: GPL-3.0-or-later
// Device and number type by their names on the command line.
#pragma once

#include <c10/core/TensorOptions.h>

#include <cstdint>
#include <string>

namespace vitrine {

/// Throws Refusal(BadArgument): an unknown name, or a GPU that cannot be used and why.
at::TensorOptions tensorOptions(const std::string& device, const std::string& dtype);

/// "cpu" or "cuda:0".
std::string deviceName(const at::TensorOptions& options);

/// Bytes that are free on that device now; 0: not known.
std::int64_t freeBytes(const at::TensorOptions& options);

} // namespace vitrine
