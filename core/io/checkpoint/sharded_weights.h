// SPDX-License-Identifier: GPL-3.0-or-later
// The weights files of a folder: one single file, or several files with an index.
#pragma once

#include "core/io/weights/tensor_source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Opens a file by its first bytes: safetensors, or PyTorch's format since 1.6 or before 1.6.
/// Throws Refusal. The message names any other format that is recognised.
std::unique_ptr<WeightsFile> openWeightsFile(InputFile file, const Progress& progress = {});

/// All shards of a folder as one source. Only tensors that the index names are listed.
class ShardedWeights : public TensorSource {
public:
    /// `indexName` is the index file in `folder`. Throws Refusal: NotFound listing all missing shards, UnsafePath,
    /// MissingTensor (the named shard does not have it), MalformedFile (a tensor in two shards), and as
    /// openWeightsFile() does.
    ShardedWeights(const std::filesystem::path& folder, const std::string& indexName, const Progress& progress = {});

    const std::vector<TensorEntry>& entries() const override { return m_entries; }
    void read(const TensorEntry& entry, std::span<std::byte> target) const override;
    void stream(const TensorEntry& entry, const TensorBytes& use, const Progress& progress) const override;
    std::string format() const override { return "sharded " + m_shards.front()->format(); }
    std::uint64_t fileBytes() const override;
    std::string sha256(const Progress& progress) const override;

private:
    /// The shard of an entry, and its own entry.
    std::pair<const WeightsFile&, const TensorEntry&> placeOf(const TensorEntry& entry) const;
    void requireNoneTwice(const std::string& indexName) const;

    std::vector<std::unique_ptr<WeightsFile>> m_shards; // by file name, at least one
    std::vector<TensorEntry> m_entries; // by name
    std::vector<std::size_t> m_shardOf; // of each entry
};

// model.safetensors.index.json: which tensor stands in which file. The names of the files are not trusted.

/// Throws Refusal(UnsafePath) unless `name` is a bare file name: no separator, no NUL, not "." or "..", 1 to 255 bytes.
/// `subject` is the file that contains the name.
void requireBareName(std::string_view name, std::string_view subject);

/// What an index says: which file each tensor stands in.
class ShardIndex {
public:
    struct Row {
        std::string tensor;
        std::uint32_t file = 0; ///< place in files()
    };

    /// By tensor name; the names are unique.
    const std::vector<Row>& rows() const { return m_rows; }
    /// Bare file names, sorted.
    const std::vector<std::string>& files() const { return m_files; }
    /// The file of that tensor; empty: the index does not name it.
    std::string_view fileOf(std::string_view tensor) const;

private:
    friend ShardIndex parseShardIndex(std::string_view json, std::string_view subject, const Progress& progress);

    std::vector<Row> m_rows;
    std::vector<std::string> m_files;
};

/// Reads an index of at most 16 MB, 10,000 files and 1,000,000 tensors. Needs about four times its memory.
/// Throws Refusal: UnsafePath, MalformedFile, TooLarge, BadEncoding; Cancelled.
ShardIndex parseShardIndex(std::string_view json, std::string_view subject, const Progress& progress = {});

} // namespace vitrine
