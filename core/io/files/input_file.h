// SPDX-License-Identifier: GPL-3.0-or-later
// A regular file open for reading. Files that could block are refused, and changes during reading are detected.
#pragma once

#include "core/io/files/system_calls.h"
#include "core/runtime/progress.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace vitrine {

/// Reads at given positions. May be shared by threads.
class InputFile {
public:
    /// Throws Refusal: NotFound; Unreadable, saying what stands there instead (a directory, a FIFO, a device, a link to
    /// itself, no permission). `name` begins the messages; empty: the file's own name.
    explicit InputFile(const std::filesystem::path& path, const std::string& name = {},
        const SystemCalls& calls = SystemCalls::real());
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    InputFile& operator=(InputFile&&) = delete;

    /// The name in messages; valid UTF-8.
    const std::string& name() const { return m_name; }
    /// The size at the time of opening.
    std::uint64_t size() const { return m_size; }

    /// Fills `target` from `offset`. Throws Refusal(Unreadable): input error, or size or time of change are no longer
    /// what they were when the file was opened; TruncatedFile when [offset, offset + target) does not lie in the file.
    void read(std::uint64_t offset, std::span<std::byte> target) const;

    /// The whole file. Throws what read() throws, TooLarge above `limit` bytes, and Cancelled between two pieces.
    std::string readAll(std::uint64_t limit, const Progress& progress = {}) const;

private:
    void checkUnchanged() const;

    const SystemCalls& m_calls;
    std::string m_name;
    int m_file = -1;
    std::uint64_t m_size = 0;
    timespec m_changed {};
};

} // namespace vitrine
