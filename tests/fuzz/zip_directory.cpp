// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a zip archive, and as weights in one: entries lie inside the file and share no byte.
#include "core/io/pickle/zip_directory.h"
#include "core/io/checkpoint/sharded_weights.h"
#include "core/io/weights/tensor_source.h"
#include "tests/fuzz/bounds.h"
#include "tests/fuzz/check_weights.h"
#include "tests/fuzz/memory_file.h"

#include <algorithm>
#include <cstdint>

using namespace vitrine;

namespace {

void checkDirectory(const InputFile& file)
{
    std::vector<ZipEntry> entries = readZipDirectory(file);
    std::sort(entries.begin(), entries.end(), [](const ZipEntry& a, const ZipEntry& b) { return a.begin < b.begin; });
    std::uint64_t end = 0;
    for (const ZipEntry& entry : entries) {
        require(entry.begin >= end && entry.bytes <= file.size() - entry.begin,
            "entries lie inside the file, one after the other");
        end = entry.begin + entry.bytes;
        if (!entry.compressed)
            require(readZipEntry(file, entry, file.size()).size() == entry.bytes, "an entry can be read");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    withinBounds(size, { 20e-6, 64 }, [&] {
        withMemoryFile({ reinterpret_cast<const char*>(data), size }, [](InputFile file) {
            checkDirectory(file);
            checkWeights(*openWeightsFile(std::move(file)));
        });
    });
    return 0;
}
