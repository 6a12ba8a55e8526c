// SPDX-License-Identifier: GPL-3.0-or-later
// A model folder as files: finds what is there, recognises what it really is, opens nothing that could run.
#pragma once

#include "core/io/weights/tensor_source.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// A folder that claims to be a model.
class CheckpointFolder {
public:
    /// `path` is a folder, or a weights file in one. Throws Refusal: NotFound, NotAModel (no config.json), Unreadable.
    explicit CheckpointFolder(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return m_path; }
    /// The folder's own name, for people.
    std::string name() const;

    /// Whole content of a regular file of at most `limit` bytes; nothing when there is no such file.
    /// Throws Refusal: Unreadable (a FIFO, a directory, no permission: says which), TooLarge.
    std::optional<std::string> read(const std::string& fileName, std::uint64_t limit) const;

    /// The weights by the order of choice: model.safetensors, its index, pytorch_model.bin, its index, then formats
    /// that are recognised and refused by name with what to do. Throws Refusal: NotFound, LfsPointer, ContainsProgram,
    /// MalformedFile, TruncatedFile, UnsafePath …
    std::unique_ptr<TensorSource> openWeights() const;

    /// Files of other programs, and weights beside safetensors, that were left alone; for the load report.
    std::vector<std::string> ignoredFiles() const;

private:
    std::filesystem::path m_path;
    std::string m_weights; // the weights file that was opened by its own name; empty: by the order of choice
};

} // namespace vitrine
