// SPDX-License-Identifier: GPL-3.0-or-later
// Writes safetensors as the other programs do, so that they read it.
#include "core/io/safetensors/safetensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine {

std::string safetensorsPreamble(
    const std::vector<TensorEntry>& entries, const std::map<std::string, std::string>& metadata)
{
    const auto quoted = [](const std::string& text) { return nlohmann::json(text).dump(); };
    std::string text = "{\"__metadata__\":" + nlohmann::json(metadata).dump();
    std::uint64_t begin = 0;
    for (const TensorEntry& entry : entries) {
        text += ',' + quoted(entry.name) + ":{\"dtype\":" + quoted(entry.dtypeText)
            + ",\"shape\":" + nlohmann::json(entry.shape).dump() + ",\"data_offsets\":[" + std::to_string(begin) + ','
            + std::to_string(begin + entry.bytes) + "]}";
        begin += entry.bytes;
    }
    text += '}';
    text.append((8 - text.size() % 8) % 8, ' ');
    std::string preamble;
    for (std::size_t i = 0; i < 8; ++i)
        preamble += char(std::uint64_t(text.size()) >> (8 * i) & 0xFF);
    return preamble + text;
}

std::vector<TensorEntry> inWritingOrder(std::vector<TensorEntry> entries)
{
    std::sort(entries.begin(), entries.end(), [](const TensorEntry& a, const TensorEntry& b) {
        const std::size_t sizeA = itemSize(a.dtype), sizeB = itemSize(b.dtype);
        return sizeA != sizeB ? sizeA > sizeB : a.name < b.name;
    });
    return entries;
}

} // namespace vitrine
