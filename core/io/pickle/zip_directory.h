// SPDX-License-Identifier: GPL-3.0-or-later
// What lies where in a zip archive. Nothing is unpacked, and no name is ever used as a path.
#pragma once

#include "core/io/files/input_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine {

/// One file inside an archive.
struct ZipEntry {
    std::string name; ///< any bytes; a stranger's text
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

} // namespace vitrine
