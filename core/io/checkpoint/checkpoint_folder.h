// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a model folder: finds them and recognises their formats. Nothing in the folder is executed.
#pragma once

#include "core/io/weights/tensor_source.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// A folder with a config.json.
class CheckpointFolder {
public:
    /// `path` is a folder, or a weights file in one. Throws Refusal: NotFound, NotAModel (no config.json), Unreadable.
    explicit CheckpointFolder(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return m_path; }
    /// The name of the folder, for messages.
    std::string name() const;

    /// Whole content of a regular file of at most `limit` bytes; nothing when there is no such file.
    /// Throws Refusal: Unreadable (a FIFO, a directory, no permission: says which), TooLarge; Cancelled.
    std::optional<std::string> read(
        const std::string& fileName, std::uint64_t limit, const Progress& progress = {}) const;

    /// The first weights that exist, in this order: model.safetensors, its index, pytorch_model.bin, its index. Other
    /// formats are recognised and refused with a message that names them and says what to do. Throws Refusal: NotFound,
    /// LfsPointer, ContainsProgram, MalformedFile, TruncatedFile, UnsafePath …; Cancelled.
    std::unique_ptr<TensorSource> openWeights(const Progress& progress = {}) const;

    /// Files of other programs, and weights in other formats beside safetensors. They are not read, but listed in the
    /// load report.
    std::vector<std::string> ignoredFiles() const;

private:
    std::filesystem::path m_path;
    std::string m_weights; // the weights file that was opened by its own name; empty: chosen by weights()
};

} // namespace vitrine
