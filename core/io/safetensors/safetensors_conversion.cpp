// SPDX-License-Identifier: GPL-3.0-or-later
// One tensor in memory at a time.
#include "core/io/safetensors/safetensors_conversion.h"

#include "core/io/files/atomic_file.h"
#include "core/io/safetensors/safetensors.h"
#include "core/runtime/error.h"

namespace vitrine {

void convertToSafetensors(const TensorSource& source, const std::filesystem::path& path, const Progress& progress)
{
    const std::vector<TensorEntry> entries = inWritingOrder(source.entries());
    std::uint64_t total = 0;
    for (const TensorEntry& entry : entries) {
        if (entry.name == "__metadata__") // where the format keeps something else
            throw Refusal(ErrorCode::MalformedFile,
                "A tensor has the name \"__metadata__\", which safetensors does not allow", entry.name);
        total += entry.bytes;
    }
    const Result<void> saved = writeNewAtomically(path, [&](const ByteSink& sink) {
        const std::string preamble
            = safetensorsPreamble(entries, { { "format", "pt" } }); // transformers refuses a file without it
        sink(std::as_bytes(std::span(preamble)));
        std::vector<std::byte> bytes;
        std::uint64_t done = 0;
        for (const TensorEntry& entry : entries) {
            progress.step(int(done >> 20), int(total >> 20), "saving");
            bytes.resize(entry.bytes);
            source.read(entry, bytes);
            sink(bytes);
            done += entry.bytes;
        }
    });
    if (!saved)
        throw Refusal(saved.error());
}

} // namespace vitrine
