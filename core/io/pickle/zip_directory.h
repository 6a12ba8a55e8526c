// SPDX-License-Identifier: GPL-3.0-or-later
// The positions of the entries of a zip archive. Nothing is unpacked, and no name is used as a path.
#pragma once

#include "core/io/files/input_file.h"
#include "core/runtime/progress.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vitrine {

/// One file inside an archive.
struct ZipEntry {
    std::string name; ///< any bytes, not trusted
    std::uint64_t begin = 0; ///< of its bytes in the archive
    std::uint64_t bytes = 0; ///< in the archive
    std::uint32_t crc = 0;
    bool compressed = false; ///< then its bytes are not its content
};

/// The entries in the order of the central directory. Their ranges lie in the file and do not overlap.
/// Throws Refusal: TruncatedFile (no central directory), MalformedFile, TooLarge (over 100,000 entries); Cancelled.
std::vector<ZipEntry> readZipDirectory(const InputFile& file, const Progress& progress = {});

/// Throws Refusal(MalformedFile) when the bytes of the entry do not match its CRC-32. Reads them once. Throws
/// Cancelled.
void checkZipEntry(const InputFile& file, const ZipEntry& entry, const Progress& progress = {});

/// The content of an entry of at most `limit` bytes. The CRC-32 is not checked. Throws Refusal: MalformedFile
/// (compressed), TooLarge.
std::string readZipEntry(const InputFile& file, const ZipEntry& entry, std::uint64_t limit);

// CRC-32 as zip archives use it (polynomial 0x04C11DB7, reflected).

/// The sum of `bytes`, continued from `before`, the sum of the bytes in front of them.
std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before = 0);

} // namespace vitrine
