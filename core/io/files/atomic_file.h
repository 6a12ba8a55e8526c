// SPDX-License-Identifier: GPL-3.0-or-later
// How core writes every file of a user: afterwards the file has either the old content or the complete new content.
#pragma once

#include "core/io/files/system_calls.h"
#include "core/runtime/result.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

namespace vitrine {

/// Takes the next bytes of the file. A write that fails ends the producing function by an exception.
using ByteSink = std::function<void(std::span<const std::byte>)>;

/// Replaces `path` by the bytes that `produce` passes to its sink. They are written to a temporary file in the same
/// folder, flushed to the disk, and the file is renamed. A link stays a link, and the mode of an old file is kept. On
/// failure, or when `produce` throws, the old file is untouched and no temporary remains. Error: WriteFailed
/// (no room) or Unreadable (no such folder, no permission) with one sentence naming the path; UnsafePath for a path
/// with a NUL.
Result<void> writeAtomically(const std::filesystem::path& path, const std::function<void(const ByteSink&)>& produce,
    const SystemCalls& calls = SystemCalls::real());

/// The same, but never through a link: when `path` itself is one, the error is WriteFailed and nothing is changed. The
/// rename replaces a link that appears while the file is written, and does not follow it.
Result<void> writeItselfAtomically(const std::filesystem::path& path,
    const std::function<void(const ByteSink&)>& produce, const SystemCalls& calls = SystemCalls::real());

/// True for the name of a temporary file that writing `name` in the same folder leaves behind when the process is
/// killed.
bool isTemporaryOf(std::string_view file, const std::string& name);

/// Writes a new file as writeAtomically() does. When something with this name exists, even if it was created in the
/// meantime, the error is BadArgument and nothing is changed.
Result<void> writeNewAtomically(const std::filesystem::path& path, const std::function<void(const ByteSink&)>& produce,
    const SystemCalls& calls = SystemCalls::real());

/// As the first, for bytes in memory.
Result<void> writeAtomically(
    const std::filesystem::path& path, std::string_view bytes, const SystemCalls& calls = SystemCalls::real());

} // namespace vitrine
