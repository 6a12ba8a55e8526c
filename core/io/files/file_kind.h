// SPDX-License-Identifier: GPL-3.0-or-later
// What a file really is: by its first bytes, because a name says little about a download, and by its name in a model
// folder, where files of other programs are known but never opened.
#pragma once

#include "core/runtime/error.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

class InputFile;

/// Number of bytes at the beginning that are compared.
constexpr std::size_t fileKindBytes = 512;

/// One kind of file that can be found where weights are expected.
struct FileKind {
    std::string_view magic;
    std::string_view what; ///< continues "<file>: is …", and says what to do
    ErrorCode code;
    std::size_t at = 0; ///< position of the magic bytes
};

/// The kind whose magic bytes are in `head`. nullptr for an unknown kind; safetensors files have no magic bytes.
const FileKind* recogniseFile(std::string_view head);

/// The first fileKindBytes of a file, or all of it.
std::string beginningOf(const InputFile& file);

/// Throws the refusal of a recognised kind and names the file. Returns when the kind is not recognised.
void refuseForeignFile(const InputFile& file);

// Files of other programs in a model folder. They are recognised by name and never opened.

/// A kind of weights or by-product that Vitrine does not read.
struct ForeignFormat {
    std::string_view name; ///< the whole file name, or its end when it begins with '.'
    std::string_view what; ///< "a Keras (HDF5) file"
    ErrorCode code; ///< of the refusal when there are no other weights
    bool weights; ///< false: a by-product, left alone without a refusal
};

/// Names in `folder` that belong to a foreign format, sorted.
std::vector<std::string> foreignFiles(const std::filesystem::path& folder);

/// The format with this file name, or nullptr.
const ForeignFormat* foreignFormat(std::string_view fileName);

/// Throws the refusal for the first weights of another program in `folder`; returns when there are none.
void refuseForeignWeights(const std::filesystem::path& folder);

} // namespace vitrine
