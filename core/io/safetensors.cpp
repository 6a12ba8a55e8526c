// SPDX-License-Identifier: GPL-3.0-or-later
// Files on disk: tensors are copied by pread, never mapped, because a mapped file that somebody shortens kills the process.
#include "core/io/safetensors.h"

#include "core/io/file_kind.h"
#include "core/io/sha256.h"
#include "core/io/utf8.h"
#include "core/runtime/error.h"

#include <algorithm>

namespace vitrine {
namespace {

SafetensorsHeader readHeader(const InputFile& file)
{
    refuseForeignFile(file);
    std::string head(std::size_t(std::min<std::uint64_t>(file.size(), 9)), '\0');
    file.read(0, std::as_writable_bytes(std::span(head)));
    const std::uint64_t length = safetensorsTableLength(head, file.size(), file.name());
    std::string table(length, '\0');
    file.read(8, std::as_writable_bytes(std::span(table)));
    return parseSafetensorsTable(table, file.size(), file.name());
}

} // namespace

SafetensorsFile::SafetensorsFile(InputFile file)
    : m_file(std::move(file))
    , m_header(readHeader(m_file))
{
}

void SafetensorsFile::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    const TensorEntry* own = find(entry.name);
    if (!own || own->bytes != target.size())
        throw Refusal(ErrorCode::Internal, m_file.name() + ": tensor \"" + entry.name + "\" was asked for with another size", entry.name);
    if (own->dtype == Dtype::Other)
        throw Refusal(ErrorCode::UnsupportedDtype,
            m_file.name() + ": tensor \"" + shortened(entry.name, 200) + "\" has the item type " + shortened(own->dtypeText, 40) + ", which is not read; convert it to F32 or F16",
            entry.name);
    m_file.read(m_header.begins[std::size_t(own - m_header.entries.data())], target);
}

std::string SafetensorsFile::sha256(const Progress& progress) const { return sha256OfFiles({ &m_file }, progress); }

} // namespace vitrine
