// SPDX-License-Identifier: GPL-3.0-or-later
// What a file really is, by its first bytes: a name says little about a download.
#pragma once

#include "core/runtime/error.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine {

class InputFile;

/// Longest beginning that recognition looks at.
constexpr std::size_t fileKindBytes = 512;

/// One kind of file that stands where weights are expected.
struct FileKind {
    std::string_view magic;
    std::string_view what; ///< continues "<file>: is …", and says what to do
    ErrorCode code;
    std::size_t at = 0; ///< where the magic stands
};

/// The kind whose magic stands in `head`; nullptr when it is none of those known, which safetensors files are.
const FileKind* recogniseFile(std::string_view head);

/// The first fileKindBytes of a file, or all of it.
std::string beginningOf(const InputFile& file);

/// Throws the refusal of a recognised kind, naming the file; returns when `file` is none.
void refuseForeignFile(const InputFile& file);

} // namespace vitrine
