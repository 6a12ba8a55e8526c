// SPDX-License-Identifier: GPL-3.0-or-later
// Files of other programs in a model folder: known by name, never opened.
#pragma once

#include "core/runtime/error.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// A kind of weights or by-product that Vitrine does not read.
struct ForeignFormat {
    std::string_view name; ///< the whole file name, or its end when it begins with '.'
    std::string_view what; ///< "a Keras (HDF5) file"
    ErrorCode code; ///< of the refusal when there are no other weights
    bool weights; ///< false: a by-product, left alone without a refusal
};

/// Names in `folder` that belong to a foreign format, sorted.
std::vector<std::string> foreignFiles(const std::filesystem::path& folder);

/// The format of a file name, or nullptr.
const ForeignFormat* foreignFormat(std::string_view fileName);

/// Throws the refusal for the first weights of another program in `folder`; returns when there are none.
void refuseForeignWeights(const std::filesystem::path& folder);

} // namespace vitrine
