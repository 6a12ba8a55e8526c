// SPDX-License-Identifier: GPL-3.0-or-later
// Safetensors files on disk. Tensors are copied by pread and not mapped into memory, because the process would be
// killed if another program shortened a mapped file.
#include "core/io/safetensors/safetensors.h"

#include "core/io/files/atomic_file.h"
#include "core/io/files/file_kind.h"
#include "core/io/files/utf8.h"
#include "core/runtime/checked.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine {
namespace {

SafetensorsHeader readHeader(const InputFile& file, const Progress& progress)
{
    refuseForeignFile(file);
    std::string head(std::size_t(std::min<std::uint64_t>(file.size(), 9)), '\0');
    file.read(0, std::as_writable_bytes(std::span(head)));
    const std::uint64_t length = safetensorsTableLength(head, file.size(), file.name());
    std::string table(length, '\0');
    file.read(8, std::as_writable_bytes(std::span(table)));
    return parseSafetensorsTable(table, file.size(), file.name(), progress);
}

} // namespace

SafetensorsFile::SafetensorsFile(InputFile opened, const Progress& progress)
    : WeightsFile(std::move(opened))
    , m_header(readHeader(file(), progress))
{
    for (std::string& warning : m_header.warnings)
        warn(std::move(warning));
}

void SafetensorsFile::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    file().read(m_header.begins[readableIndex(entry, target.size())], target);
}

void SafetensorsFile::stream(const TensorEntry& entry, const TensorBytes& use, const Progress& progress) const
{
    streamRange(m_header.begins[readableIndex(entry, entry.bytes)], entry.bytes, use, progress);
}

// Writes safetensors in the same way as other programs, so that they can read the file.

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

// Only a piece of one tensor is in memory at a time.

namespace {

void checkRoom(const std::filesystem::path& path, std::uint64_t needed)
{
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    std::error_code unknown;
    const auto room = std::filesystem::space(folder, unknown);
    if (unknown || needed <= room.available)
        return;
    const std::string name = shown(path.filename().string());
    throw Refusal(ErrorCode::WriteFailed,
        name + ": needs " + std::to_string(needed / 1'000'000 + 1) + " MB, and "
            + std::to_string(room.available / 1'000'000) + " MB are free on this disk; make room, nothing was written",
        name);
}

} // namespace

void convertToSafetensors(const TensorSource& source, const std::filesystem::path& path, const Progress& progress)
{
    const std::vector<TensorEntry> entries = inWritingOrder(source.entries());
    std::int64_t total = 0;
    for (const TensorEntry& entry : entries) {
        if (entry.name == "__metadata__") // this name is reserved by the format
            throw Refusal(ErrorCode::MalformedFile,
                "A tensor has the name \"__metadata__\", which safetensors does not allow; rename it in the program "
                "that saved it",
                entry.name);
        total = checkedSum({ total, std::int64_t(entry.bytes) });
    }
    const std::string preamble
        = safetensorsPreamble(entries, { { "format", "pt" } }); // transformers refuses a file without it
    checkRoom(path, std::uint64_t(total) + preamble.size());
    const Result<void> saved = writeNewAtomically(path, [&](const ByteSink& sink) {
        sink(std::as_bytes(std::span(preamble)));
        std::uint64_t done = 0;
        const auto step = [&] { progress.step(int(done >> 20), int(total >> 20), "saving"); };
        for (const TensorEntry& entry : entries) {
            step();
            const auto write = [&](std::span<const std::byte> piece) {
                sink(piece);
                done += piece.size();
                step();
            };
            source.stream(entry, write, progress);
        }
    });
    if (!saved)
        throw Refusal(saved.error());
}

} // namespace vitrine
