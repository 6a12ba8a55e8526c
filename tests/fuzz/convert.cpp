// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as weights of any format: what opens is no larger than its file allows, and can be written as safetensors
// with the same tensors.
#include "core/io/checkpoint/sharded_weights.h"
#include "core/io/safetensors/safetensors.h"
#include "tests/fuzz/bounds.h"
#include "tests/fuzz/memory_file.h"

#include <cstdint>
#include <filesystem>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

/// A folder of this process, removed with it.
struct Folder {
    Folder()
        : path((fs::temp_directory_path() / "vitrine-fuzz-XXXXXX").string())
    {
        require(::mkdtemp(path.data()) != nullptr, "there is room for a folder");
    }
    ~Folder()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    std::string path;
};

void check(InputFile file)
{
    static const Folder folder;
    const fs::path written = fs::path(folder.path) / "model.safetensors";
    fs::remove(written);
    const std::uint64_t bytes = file.size();
    const auto source = openWeightsFile(std::move(file));
    std::uint64_t total = 0;
    for (const TensorEntry& entry : source->entries())
        total += entry.bytes;
    require(total <= (std::uint64_t(64) << 20) || total / 16 <= bytes, "weights are in proportion to their file");
    if (total > std::uint64_t(8) << 20)
        return; // allowed, but slow to write again and again
    convertToSafetensors(*source, written, {});
    const SafetensorsFile again { InputFile(written) };
    require(again.entries().size() == source->entries().size(), "every tensor is written");
    std::vector<std::byte> before, after;
    for (const TensorEntry& entry : source->entries()) {
        const TensorEntry* copy = again.find(entry.name);
        require(copy && copy->shape == entry.shape && copy->bytes == entry.bytes, "a tensor keeps its shape");
        before.clear();
        source->stream(entry,
            [&](std::span<const std::byte> piece) { before.insert(before.end(), piece.begin(), piece.end()); }, {});
        after.resize(copy->bytes);
        again.read(*copy, after);
        require(before == after, "a tensor keeps its bytes");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    withinBounds(size, { 20e-6, 64 }, [&] {
        withMemoryFile({ reinterpret_cast<const char*>(data), size }, [](InputFile file) { check(std::move(file)); });
    });
    return 0;
}
