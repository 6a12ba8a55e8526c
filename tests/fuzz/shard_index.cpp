// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an index of shards: no name survives that could lead out of the folder.
#include "core/io/checkpoint/sharded_weights.h"
#include "tests/fuzz/bounds.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    using namespace std::string_view_literals;
    withinBounds(size, { 20e-6, 64 }, [&] {
        const ShardIndex index = parseShardIndex({ reinterpret_cast<const char*>(data), size }, "input");
        for (const auto& row : index.rows())
            require(index.fileOf(row.tensor) == index.files()[row.file], "a tensor is found by its name");
        for (const auto& file : index.files()) {
            require(
                file.find_first_of("/\\\0"sv) == std::string::npos && file != "." && file != "..", "a name is bare");
            require(!file.empty() && file.size() <= 255, "a name can be one of a file");
        }
    });
    return 0;
}
