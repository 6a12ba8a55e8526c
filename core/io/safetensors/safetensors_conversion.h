// SPDX-License-Identifier: GPL-3.0-or-later
// Weights from any format as one safetensors file.
#pragma once

#include "core/io/weights/tensor_source.h"
#include "core/runtime/progress.h"

#include <filesystem>

namespace vitrine {

/// Writes all tensors of `source` to the new file `path`, one after the other, in their own item types. Bytes that
/// several tensors share are written for each. Steps `progress` in MiB under the stage "saving"; nothing remains of a
/// cancelled file. Throws Refusal: BadArgument (there is already such a file), Unreadable (it cannot be written),
/// UnsupportedDtype, and as TensorSource::read() does.
void convertToSafetensors(const TensorSource& source, const std::filesystem::path& path, const Progress& progress);

} // namespace vitrine
