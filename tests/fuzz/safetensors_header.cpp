// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a safetensors file: tensors that are accepted cover it without overlap, and the table can be written
// again.
#include "core/io/safetensors/safetensors.h"
#include "tests/fuzz/bounds.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <numeric>

using namespace vitrine;

namespace {

void check(const SafetensorsHeader& header, std::uint64_t tableEnd, std::uint64_t fileBytes)
{
    std::vector<std::size_t> order(header.entries.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(header.begins[a], header.entries[a].bytes)
            < std::pair(header.begins[b], header.entries[b].bytes);
    });
    std::uint64_t at = tableEnd;
    std::vector<TensorEntry> inFile;
    for (const std::size_t i : order) {
        require(header.begins[i] == at, "tensors follow each other");
        require(header.entries[i].bytes <= fileBytes - at, "a tensor lies inside the file");
        require(itemSize(header.entries[i].dtype) == 0
                || header.entries[i].bytes
                    == itemSize(header.entries[i].dtype) * std::uint64_t(header.entries[i].count()),
            "bytes are items times their size");
        at += header.entries[i].bytes;
        inFile.push_back(header.entries[i]);
    }
    require(at == fileBytes, "tensors cover the file");

    const std::string preamble = safetensorsPreamble(inFile, header.metadata);
    const std::uint64_t again = preamble.size() + (fileBytes - tableEnd);
    const auto table = std::string_view(preamble).substr(8);
    require(safetensorsTableLength(preamble, again, "again") == table.size(), "the length is that of the table");
    const SafetensorsHeader read = parseSafetensorsTable(table, again, "again");
    require(read.metadata == header.metadata && read.entries.size() == header.entries.size(), "the table reads back");
    for (std::size_t i = 0; i < read.entries.size(); ++i) {
        require(read.entries[i].name == header.entries[i].name && read.entries[i].shape == header.entries[i].shape
                && read.entries[i].dtypeText == header.entries[i].dtypeText,
            "a tensor reads back");
        require(read.begins[i] - preamble.size() == header.begins[i] - tableEnd, "a tensor stays in its place");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    withinBounds(size, { 20e-6, 64 }, [&] {
        const std::uint64_t length = safetensorsTableLength(file.substr(0, 9), size, "input");
        const SafetensorsHeader header = parseSafetensorsTable(file.substr(8, length), size, "input");
        if (header.metadata.size() + header.entries.size() < 1000) // a table may grow when it is written again
            check(header, 8 + length, size);
    });
    return 0;
}
