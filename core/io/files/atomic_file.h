// SPDX-License-Identifier: GPL-3.0-or-later
// The one way core writes a user's file: the old content or the new one, never something between.
#pragma once

#include "core/io/files/system_calls.h"
#include "core/runtime/result.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

namespace vitrine {

/// Takes the next bytes of the file; after a failure it does nothing more.
using ByteSink = std::function<void(std::span<const std::byte>)>;

/// Replaces `path` by what `produce` hands to its sink: written to a temporary file in the same folder, flushed to the
/// disk, then renamed. A link stays a link, the mode of an old file is kept. On failure, or when `produce` throws, the
/// old file is untouched and no temporary remains. Error: Unreadable with one sentence naming the path.
Result<void> writeAtomically(const std::filesystem::path& path, const std::function<void(const ByteSink&)>& produce,
    const SystemCalls& calls = SystemCalls::real());

/// The same for a file that is not there yet: when there is something of that name, even if it came in the meantime,
/// the error is BadArgument and it stays as it is.
Result<void> writeNewAtomically(const std::filesystem::path& path, const std::function<void(const ByteSink&)>& produce,
    const SystemCalls& calls = SystemCalls::real());

/// The same for bytes at hand.
Result<void> writeAtomically(
    const std::filesystem::path& path, std::string_view bytes, const SystemCalls& calls = SystemCalls::real());

} // namespace vitrine
