// SPDX-License-Identifier: GPL-3.0-or-later
// Files on disk: tensors are copied by pread, never mapped, because a mapped file that somebody shortens kills the
// process.
#include "core/io/safetensors/safetensors.h"

#include "core/io/files/file_kind.h"
#include "core/io/files/utf8.h"
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

SafetensorsFile::SafetensorsFile(InputFile opened)
    : WeightsFile(std::move(opened))
    , m_header(readHeader(file()))
{
    for (std::string& warning : m_header.warnings)
        warn(std::move(warning));
}

void SafetensorsFile::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    file().read(m_header.begins[readableIndex(entry, target.size())], target);
}

} // namespace vitrine
