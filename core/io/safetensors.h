// SPDX-License-Identifier: GPL-3.0-or-later
// safetensors: a length, a JSON table of tensors, their bytes. The table is checked so that every byte of the file belongs
// to exactly one tensor.
#pragma once

#include "core/io/input_file.h"
#include "core/io/tensor_source.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Longest table that is read.
constexpr std::uint64_t maxSafetensorsHeader = 100'000'000;

/// The table of a safetensors file.
struct SafetensorsHeader {
    std::vector<TensorEntry> entries; ///< sorted by name
    std::vector<std::uint64_t> begins; ///< where in the file each of them begins
    std::map<std::string, std::string> metadata;
    std::vector<std::string> warnings;
};

/// Length of the table, from the file's first min(9, fileBytes) bytes.
/// Throws Refusal: TruncatedFile when the file is shorter than it claims, MalformedFile when it is no safetensors file.
std::uint64_t safetensorsTableLength(std::string_view head, std::uint64_t fileBytes, std::string_view subject);

/// Reads the table `json`, which stands between byte 8 and the tensors of a file of `fileBytes`.
/// Throws Refusal naming the tensor: MalformedFile, TruncatedFile (the tensors end beyond the file), TooLarge (over 100,000
/// tensors), BadEncoding.
SafetensorsHeader parseSafetensorsTable(std::string_view json, std::uint64_t fileBytes, std::string_view subject);

/// The bytes before the tensors, for tensors that follow each other as `entries` do; they need name, dtype text, shape and
/// bytes. Padded with blanks to a multiple of 8.
std::string safetensorsPreamble(const std::vector<TensorEntry>& entries, const std::map<std::string, std::string>& metadata);

/// One tensor to be written: its entry and its bytes.
struct TensorToWrite {
    TensorEntry entry;
    std::string bytes;
};

/// A whole file: larger items first, then by name, as other writers order them; metadata {"format": "pt"}, without which
/// transformers refuses a file.
std::string safetensorsBytes(std::vector<TensorToWrite> tensors);

/// One safetensors file.
class SafetensorsFile : public TensorSource {
public:
    /// Reads the table. Throws Refusal as InputFile and the functions above do, and for files that are something else.
    explicit SafetensorsFile(InputFile file);

    const std::vector<TensorEntry>& entries() const override { return m_header.entries; }
    void read(const TensorEntry& entry, std::span<std::byte> target) const override;
    std::string format() const override { return "safetensors"; }
    std::uint64_t fileBytes() const override { return m_file.size(); }
    std::string sha256(const Progress& progress) const override;
    const std::vector<std::string>& warnings() const override { return m_header.warnings; }

    const InputFile& file() const { return m_file; }
    const std::map<std::string, std::string>& metadata() const { return m_header.metadata; }

private:
    InputFile m_file;
    SafetensorsHeader m_header;
};

} // namespace vitrine
