// SPDX-License-Identifier: GPL-3.0-or-later
// The index and the shards are compared with each other before any tensor is read.
#include "core/io/checkpoint/sharded_weights.h"

#include "core/io/files/file_kind.h"
#include "core/io/files/sha256.h"
#include "core/io/files/utf8.h"
#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/io/pickle/torch_checkpoint.h"
#include "core/io/safetensors/safetensors.h"
#include "core/runtime/error.h"

#include <set>
#include <system_error>

namespace vitrine {
namespace {

constexpr std::uint64_t maxIndexBytes = std::uint64_t(16) << 20;

// One message names all missing shards, so that they can be fetched together.
void requireShards(
    const std::filesystem::path& folder, const std::set<std::string>& names, const std::string& indexName)
{
    std::string missing;
    std::size_t count = 0;
    for (const std::string& name : names) {
        std::error_code ignored;
        if (std::filesystem::exists(folder / name, ignored) || ignored == std::errc::too_many_symbolic_link_levels)
            continue; // its error is reported when it is opened
        if (++count <= 10)
            missing += (missing.empty() ? "" : ", ") + toUtf8(name);
    }
    if (count > 10)
        missing += " and " + std::to_string(count - 10) + " more";
    if (count > 0)
        throw Refusal(ErrorCode::NotFound,
            indexName + ": weight files are missing (" + std::to_string(count) + " of " + std::to_string(names.size())
                + "): " + missing + "; put them into the folder",
            indexName);
}

} // namespace

// The first bytes decide, not the name of the file.
std::unique_ptr<WeightsFile> openWeightsFile(InputFile file)
{
    const std::string head = beginningOf(file);
    if (isTorchZip(head))
        return openTorchZip(std::move(file));
    if (isTorchLegacy(head))
        return openTorchLegacy(std::move(file));
    return std::make_unique<SafetensorsFile>(std::move(file));
}

ShardedWeights::ShardedWeights(const std::filesystem::path& folder, const std::string& indexName)
{
    const auto fileOf = parseShardIndex(InputFile(folder / indexName, indexName).readAll(maxIndexBytes), indexName);
    std::set<std::string> names;
    for (const auto& [tensor, file] : fileOf)
        names.insert(file);
    if (names.empty())
        throw Refusal(ErrorCode::MalformedFile, indexName + ": weight_map names no weight files; fetch the index again",
            indexName);
    requireShards(folder, names, indexName);

    std::map<std::string, std::size_t, std::less<>> shardOf; // every tensor of every shard
    std::size_t unnamed = 0;
    m_shards.reserve(names.size());
    for (const std::string& name : names) {
        const WeightsFile& shard = *m_shards.emplace_back(openWeightsFile(InputFile(folder / name, name)));
        for (const TensorEntry& entry : shard.entries()) {
            const auto [other, isNew] = shardOf.emplace(entry.name, m_shards.size() - 1);
            if (!isNew)
                throw Refusal(ErrorCode::MalformedFile,
                    indexName + ": tensor \"" + shortened(entry.name, 200) + "\" stands in two weight files, "
                        + m_shards[other->second]->file().name() + " and " + shard.file().name(),
                    entry.name);
            unnamed += fileOf.contains(entry.name) ? 0 : 1;
        }
        for (const std::string& warning : shard.warnings())
            warn(warning);
    }
    for (const auto& [tensor, file] : fileOf) {
        const auto found = shardOf.find(tensor);
        if (found == shardOf.end() || m_shards[found->second]->file().name() != toUtf8(file))
            throw Refusal(ErrorCode::MissingTensor,
                indexName + ": tensor \"" + shortened(tensor, 200) + "\" is not in " + toUtf8(file)
                    + ", where the index says it is; fetch both files again",
                tensor);
        m_entries.push_back(*m_shards[found->second]->find(tensor));
        m_shardOf.push_back(found->second);
    }
    if (unnamed > 0)
        warn(indexName + ": tensors of the weight files that the index does not name were left alone ("
            + std::to_string(unnamed) + ").");
}

void ShardedWeights::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    const TensorEntry* own = find(entry.name);
    if (!own)
        throw Refusal(
            ErrorCode::Internal, "tensor \"" + entry.name + "\" was asked for but is not in the index", entry.name);
    m_shards[m_shardOf[std::size_t(own - m_entries.data())]]->read(*own, target);
}

std::uint64_t ShardedWeights::fileBytes() const
{
    std::uint64_t bytes = 0;
    for (const auto& shard : m_shards)
        bytes += shard->fileBytes();
    return bytes;
}

std::string ShardedWeights::sha256(const Progress& progress) const
{
    std::vector<const InputFile*> files;
    for (const auto& shard : m_shards)
        files.push_back(&shard->file());
    return sha256OfFiles(files, progress);
}

// A name that could lead out of the folder is refused. It is never repaired.

void requireBareName(std::string_view name, std::string_view subject)
{
    using namespace std::string_view_literals;
    if (name.empty() || name.size() > 255 || name == "." || name == ".."
        || name.find_first_of("/\\\0"sv) != std::string_view::npos)
        throw Refusal(ErrorCode::UnsafePath,
            std::string(subject) + ": \"" + shortened(toUtf8(name.substr(0, name.find('\0'))), 200)
                + "\" is not the name of a file in this folder; nothing outside the folder is opened",
            std::string(subject));
}

std::map<std::string, std::string, std::less<>> parseShardIndex(std::string_view json, std::string_view subject)
{
    const std::size_t most = std::size_t(16) << 20;
    const nlohmann::json document = parseJson(json, subject, { most, 16, 1'000'000, std::size_t(1) << 20 });
    std::map<std::string, std::string, std::less<>> files;
    for (const auto& [tensor, file] : JsonField(document, subject).at("weight_map").members()) {
        requireBareName(file.string(), subject);
        files.emplace(tensor, file.string());
    }
    return files;
}

} // namespace vitrine
