// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for weights of any file that opens.
#pragma once

#include "core/io/weights/tensor_source.h"
#include "core/runtime/error.h"
#include "tests/fuzz/require.h"

#include <vector>

namespace vitrine {

/// Reads all tensors; the address sanitizer sees what is read beyond a bound.
inline void checkWeights(const TensorSource& source)
{
    const TensorEntry* before = nullptr;
    std::uint64_t most = 1 << 20; // many views of one storage take time, not memory
    for (const TensorEntry& entry : source.entries()) {
        require(!before || before->name < entry.name, "names are sorted and unique");
        before = &entry;
        require(itemSize(entry.dtype) == 0 || entry.bytes == itemSize(entry.dtype) * std::uint64_t(entry.count()),
            "bytes are items times their size");
        require(entry.bytes <= source.fileBytes(), "no tensor is larger than its file");
        if (entry.bytes > most)
            return;
        most -= entry.bytes;
        std::vector<std::byte> bytes(entry.bytes);
        try {
            source.read(entry, bytes);
        } catch (const Refusal& refusal) {
            require(refusal.error().code != ErrorCode::Internal, "an entry can be asked for");
        }
    }
}

} // namespace vitrine
