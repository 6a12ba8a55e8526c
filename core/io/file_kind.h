// SPDX-License-Identifier: GPL-3.0-or-later
// What a file really is, by its first bytes: a name says little about a download.
#pragma once

#include "core/runtime/error.h"

#include <cstddef>
#include <string_view>

namespace vitrine {

class InputFile;

/// Longest beginning that recognition looks at.
constexpr std::size_t fileKindBytes = 64;

/// One kind of file that stands where weights are expected.
struct FileKind {
    std::string_view magic; ///< the first bytes
    std::string_view what; ///< continues "<file>: is …", and says what to do
    ErrorCode code;
};

/// The kind whose magic `head` begins with; nullptr when it is none of those known, which safetensors files are.
const FileKind* recogniseFile(std::string_view head);

/// Throws the refusal of a recognised kind, naming the file; returns when `file` is none.
void refuseForeignFile(const InputFile& file);

} // namespace vitrine
