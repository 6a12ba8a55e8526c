// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes after the two pickles that every file of PyTorch before 1.6 begins with.
#include "core/io/checkpoint/sharded_weights.h"
#include "core/io/weights/tensor_source.h"
#include "tests/fuzz/bounds.h"
#include "tests/fuzz/check_weights.h"
#include "tests/fuzz/memory_file.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    const std::string start("\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.\x80\x02M\xE9\x03.");
    withinBounds(size, { 20e-6, 64 }, [&] {
        withMemoryFile(start + std::string(reinterpret_cast<const char*>(data), size),
            [](InputFile file) { checkWeights(*openWeightsFile(std::move(file))); });
    });
    return 0;
}
