// SPDX-License-Identifier: GPL-3.0-or-later
// The weights files of a folder: one single file, or several files with an index.
#pragma once

#include "core/io/weights/tensor_source.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Opens a file by its first bytes: safetensors, or PyTorch's format since 1.6 or before 1.6.
/// Throws Refusal. The message names any other format that is recognised.
std::unique_ptr<WeightsFile> openWeightsFile(InputFile file);

/// All shards of a folder as one source. Only tensors that the index names are listed.
class ShardedWeights : public TensorSource {
public:
    /// `indexName` is the index file in `folder`. Throws Refusal: NotFound listing all missing shards, UnsafePath,
    /// MissingTensor (the named shard does not have it), MalformedFile (a tensor in two shards), and as
    /// openWeightsFile() does.
    ShardedWeights(const std::filesystem::path& folder, const std::string& indexName);

    const std::vector<TensorEntry>& entries() const override { return m_entries; }
    void read(const TensorEntry& entry, std::span<std::byte> target) const override;
    std::string format() const override { return "sharded " + m_shards.front()->format(); }
    std::uint64_t fileBytes() const override;
    std::string sha256(const Progress& progress) const override;

private:
    std::vector<std::unique_ptr<WeightsFile>> m_shards; // by file name, at least one
    std::vector<TensorEntry> m_entries; // by name
    std::vector<std::size_t> m_shardOf; // of each entry
};

// model.safetensors.index.json: which tensor stands in which file. The names of the files are not trusted.

/// Throws Refusal(UnsafePath) unless `name` is a bare file name: no separator, no NUL, not "." or "..", 1 to 255 bytes.
/// `subject` is the file that contains the name.
void requireBareName(std::string_view name, std::string_view subject);

/// File name by tensor name, from an index of at most 16 MB. Every file name is bare.
/// Throws Refusal: UnsafePath, MalformedFile, TooLarge, BadEncoding.
std::map<std::string, std::string, std::less<>> parseShardIndex(std::string_view json, std::string_view subject);

} // namespace vitrine
