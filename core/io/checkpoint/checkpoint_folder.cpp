// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which weights files are chosen, and the message when none of them can be read.
#include "core/io/checkpoint/checkpoint_folder.h"

#include "core/io/checkpoint/sharded_weights.h"
#include "core/io/files/file_kind.h"
#include "core/io/files/input_file.h"
#include "core/io/weights/tensor_source.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <system_error>

namespace vitrine {
namespace {

namespace fs = std::filesystem;

constexpr auto configName = "config.json";
constexpr auto safetensorsName = "model.safetensors";
constexpr auto safetensorsIndex = "model.safetensors.index.json";
constexpr auto pickleName = "pytorch_model.bin";
constexpr auto pickleIndex = "pytorch_model.bin.index.json";
constexpr std::uint64_t maxIndexBytes = std::uint64_t(16) << 20;

// True for anything with this name, also for a broken link.
bool isThere(const fs::path& path)
{
    std::error_code ignored;
    return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

fs::path folderOf(const fs::path& path)
{
    const std::string shown = visible(path.string());
    if (path.native().find('\0') != std::string::npos)
        throw Refusal(ErrorCode::UnsafePath,
            "\"" + vitrine::shown(path.native()) + "\" holds a NUL, which no path has; name the folder itself",
            "model");
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status))
        return path;
    if (status.type() == fs::file_type::not_found)
        throw Refusal(ErrorCode::NotFound, shown + ": there is no such folder; check the name", shown);
    if (!fs::is_regular_file(status)) {
        const InputFile file(path, shown); // throws a message that names the kind of file
        throw Refusal(ErrorCode::NotAModel, shown + ": is not a folder; name a folder with a config.json", shown);
    }
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// Whether there is an index that lists this file.
bool isShard(const fs::path& folder, const char* index, const std::string& file)
{
    if (!isThere(folder / index))
        return false;
    const ShardIndex rows = parseShardIndex(InputFile(folder / index, index).readAll(maxIndexBytes), index);
    return std::binary_search(rows.files().begin(), rows.files().end(), file);
}

// Weights that can be opened by their own file name. A shard opens its whole model.
bool standsAlone(const fs::path& folder, const std::string& file)
{
    if (file.ends_with(".safetensors"))
        return !isShard(folder, safetensorsIndex, file);
    const ForeignFormat* foreign = foreignFormat(file);
    if (foreign && !foreign->weights)
        return false; // training arguments and the like
    if (file.ends_with(".bin"))
        return !isShard(folder, pickleIndex, file);
    return file.ends_with(".pt") || file.ends_with(".pth") || file.ends_with(".ckpt");
}

} // namespace

CheckpointFolder::CheckpointFolder(const fs::path& path)
    : m_path(folderOf(path))
{
    const std::string shown = visible(path.string());
    std::error_code error;
    const fs::directory_iterator look(m_path, error);
    if (error == std::errc::permission_denied)
        throw Refusal(ErrorCode::Unreadable,
            shown + ": there is no permission to read the folder; change its permissions", shown);
    const bool isFile = !fs::is_directory(path, error);
    if (!isThere(m_path / configName))
        throw Refusal(ErrorCode::NotAModel,
            shown
                + (isFile ? ": there is no config.json beside it; open a file of a model folder"
                          : ": is not a model folder (there is no config.json in it); name one that has it"),
            shown);
    const std::string file = path.filename().string();
    if (isFile && standsAlone(m_path, file))
        m_weights = file;
}

std::string CheckpointFolder::name() const
{
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(m_path, error); // paths that end with "." or a slash have no last name
    return visible((error ? m_path : whole).filename().string());
}

std::optional<std::string> CheckpointFolder::read(
    const std::string& fileName, std::uint64_t limit, const Progress& progress) const
{
    requireBareName(fileName, "request");
    const fs::path path = m_path / fileName;
    if (!isThere(path))
        return std::nullopt;
    const InputFile file(path, fileName);
    return file.readAll(limit, progress);
}

std::unique_ptr<TensorSource> CheckpointFolder::openWeights(const Progress& progress) const
{
    const auto open = [&](const std::string& name) -> std::unique_ptr<TensorSource> {
        return openWeightsFile(InputFile(m_path / name, name), progress);
    };
    if (!m_weights.empty())
        return open(m_weights);
    const bool hasPickle = isThere(m_path / pickleName) || isThere(m_path / pickleIndex);
    std::unique_ptr<TensorSource> source;
    if (isThere(m_path / safetensorsName))
        source = open(safetensorsName);
    else if (isThere(m_path / safetensorsIndex))
        source = std::make_unique<ShardedWeights>(m_path, safetensorsIndex, progress);
    if (source) {
        if (hasPickle)
            source->warn("The folder has the weights in two formats; those in safetensors were read, those in a pickle "
                         "left alone.");
        return source;
    }
    if (isThere(m_path / pickleName))
        return open(pickleName);
    if (isThere(m_path / pickleIndex))
        return std::make_unique<ShardedWeights>(m_path, pickleIndex, progress);
    refuseForeignWeights(m_path);
    throw Refusal(ErrorCode::NotFound,
        name() + ": there are no weights in the folder; put model.safetensors beside config.json", name());
}

std::vector<std::string> CheckpointFolder::ignoredFiles() const
{
    std::vector<std::string> names = foreignFiles(m_path);
    for (const char* name : { pickleName, pickleIndex }) {
        if (isThere(m_path / name) && (isThere(m_path / safetensorsName) || isThere(m_path / safetensorsIndex)))
            names.emplace_back(name);
    }
    return names;
}

} // namespace vitrine
