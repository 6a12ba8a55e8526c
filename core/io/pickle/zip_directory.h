// SPDX-License-Identifier: GPL-3.0-or-later
// What lies where in a zip archive. Nothing is unpacked, and no name is ever used as a path.
#pragma once

#include "core/io/files/input_file.h"

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
    bool compressed = false; ///< then its bytes are not what it holds
};

/// The entries in the order of the central directory. Their ranges lie in the file and do not overlap.
/// Throws Refusal: TruncatedFile (no central directory), MalformedFile, TooLarge (over 100,000 entries).
std::vector<ZipEntry> readZipDirectory(const InputFile& file);

/// Throws Refusal(MalformedFile) unless the entry's bytes have its CRC-32. Reads them once.
void checkZipEntry(const InputFile& file, const ZipEntry& entry);

/// What an entry of at most `limit` bytes holds, unchecked. Throws Refusal: MalformedFile (compressed), TooLarge.
std::string readZipEntry(const InputFile& file, const ZipEntry& entry, std::uint64_t limit);

// CRC-32 as zip archives use it (polynomial 0x04C11DB7, reflected).

/// The sum of `bytes`, going on from `before`, the sum of what stands in front of them.
std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before = 0);

} // namespace vitrine
