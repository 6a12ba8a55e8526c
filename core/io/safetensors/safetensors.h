// SPDX-License-Identifier: GPL-3.0-or-later
// safetensors: a length, a JSON table of tensors, and the bytes of the tensors. The table is checked: every byte after
// it must belong to exactly one tensor.
#pragma once

#include "core/io/weights/tensor_source.h"
#include "core/runtime/progress.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// The largest size of a table that is read.
constexpr std::uint64_t maxSafetensorsHeader = 100'000'000;

/// The table of a safetensors file.
struct SafetensorsHeader {
    std::vector<TensorEntry> entries; ///< sorted by name
    std::vector<std::uint64_t> begins; ///< position of each tensor in the file
    std::map<std::string, std::string> metadata;
    std::vector<std::string> warnings;
};

/// Length of the table, from the file's first min(9, fileBytes) bytes.
/// Throws Refusal: TruncatedFile when the file is shorter than it claims, MalformedFile when it is no safetensors file.
std::uint64_t safetensorsTableLength(std::string_view head, std::uint64_t fileBytes, std::string_view subject);

/// Reads the table `json`, which is between byte 8 and the tensors of a file of `fileBytes`. Needs about three times
/// its memory. Throws Refusal naming the tensor: MalformedFile, TruncatedFile (the tensors end beyond the file),
/// TooLarge (over 100,000 tensors, over 10,000 values in the entry of one), BadEncoding; Cancelled.
SafetensorsHeader parseSafetensorsTable(
    std::string_view json, std::uint64_t fileBytes, std::string_view subject, const Progress& progress = {});

/// The bytes before the tensors, for tensors that follow each other as `entries` do; they need name, dtype text, shape
/// and bytes. Padded with blanks to a multiple of 8.
std::string safetensorsPreamble(
    const std::vector<TensorEntry>& entries, const std::map<std::string, std::string>& metadata);

/// The same tensors in the order of other writers: larger item types first, then by name.
std::vector<TensorEntry> inWritingOrder(std::vector<TensorEntry> entries);

/// One safetensors file.
class SafetensorsFile : public WeightsFile {
public:
    /// Reads the table. Throws what InputFile and the functions above throw, and Refusal for files of another format.
    explicit SafetensorsFile(InputFile file, const Progress& progress = {});

    const std::vector<TensorEntry>& entries() const override { return m_header.entries; }
    void read(const TensorEntry& entry, std::span<std::byte> target) const override;
    void stream(const TensorEntry& entry, const TensorBytes& use, const Progress& progress) const override;
    std::string format() const override { return "safetensors"; }

    const std::map<std::string, std::string>& metadata() const { return m_header.metadata; }

private:
    SafetensorsHeader m_header;
};

// Writes weights of any format as one safetensors file.

/// Writes all tensors of `source` to the new file `path`, one after the other, without a change of item types. Bytes
/// that several tensors share are written for each of them. Steps `progress` in MiB under the stage "saving". A
/// cancelled file is removed. Throws Refusal: BadArgument (there is already such a file), WriteFailed (it cannot be
/// written; the disk has too little room, asked before writing), UnsupportedDtype, and as
/// TensorSource::stream() does.
void convertToSafetensors(const TensorSource& source, const std::filesystem::path& path, const Progress& progress);

} // namespace vitrine
