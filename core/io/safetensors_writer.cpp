// SPDX-License-Identifier: GPL-3.0-or-later
// Writes safetensors as the other programs do, so that they read it.
#include "core/io/safetensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine {

std::string safetensorsPreamble(const std::vector<TensorEntry>& entries, const std::map<std::string, std::string>& metadata)
{
    nlohmann::ordered_json table;
    table["__metadata__"] = metadata;
    std::uint64_t begin = 0;
    for (const TensorEntry& entry : entries) {
        table[entry.name] = { { "dtype", entry.dtypeText }, { "shape", entry.shape }, { "data_offsets", { begin, begin + entry.bytes } } };
        begin += entry.bytes;
    }
    std::string text = table.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    std::string preamble;
    for (std::size_t i = 0; i < 8; ++i)
        preamble += char(std::uint64_t(text.size()) >> (8 * i) & 0xFF);
    return preamble + text;
}

std::string safetensorsBytes(std::vector<TensorToWrite> tensors)
{
    std::sort(tensors.begin(), tensors.end(), [](const TensorToWrite& a, const TensorToWrite& b) {
        const std::size_t sizeA = itemSize(a.entry.dtype), sizeB = itemSize(b.entry.dtype);
        return sizeA != sizeB ? sizeA > sizeB : a.entry.name < b.entry.name;
    });
    std::vector<TensorEntry> entries;
    std::string body;
    for (const TensorToWrite& tensor : tensors) {
        entries.push_back(tensor.entry);
        entries.back().dtypeText = dtypeName(tensor.entry.dtype);
        entries.back().bytes = tensor.bytes.size();
        body += tensor.bytes;
    }
    return safetensorsPreamble(entries, { { "format", "pt" } }) + body;
}

} // namespace vitrine
