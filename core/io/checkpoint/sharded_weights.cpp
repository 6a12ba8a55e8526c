// SPDX-License-Identifier: GPL-3.0-or-later
// The index and the shards are compared with each other before any tensor is read.
#include "core/io/checkpoint/sharded_weights.h"

#include "core/io/files/file_kind.h"
#include "core/io/files/sha256.h"
#include "core/io/json/json_events.h"
#include "core/io/pickle/torch_checkpoint.h"
#include "core/io/safetensors/safetensors.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <map>
#include <system_error>

namespace vitrine {
namespace {

constexpr std::uint64_t maxIndexBytes = std::uint64_t(16) << 20;

// One message names all missing shards, so that they can be fetched together.
void requireShards(
    const std::filesystem::path& folder, const std::vector<std::string>& names, const std::string& indexName)
{
    std::string missing;
    std::size_t count = 0;
    for (const std::string& name : names) {
        std::error_code ignored;
        if (std::filesystem::exists(folder / name, ignored) || ignored == std::errc::too_many_symbolic_link_levels)
            continue; // its error is reported when it is opened
        if (++count <= 10)
            missing += (missing.empty() ? "" : ", ") + shown(name);
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
std::unique_ptr<WeightsFile> openWeightsFile(InputFile file, const Progress& progress)
{
    const std::string head = beginningOf(file);
    if (isTorchZip(head))
        return openTorchZip(std::move(file), progress);
    if (isTorchLegacy(head))
        return openTorchLegacy(std::move(file), progress);
    return std::make_unique<SafetensorsFile>(std::move(file), progress);
}

ShardedWeights::ShardedWeights(
    const std::filesystem::path& folder, const std::string& indexName, const Progress& progress)
{
    const ShardIndex index = parseShardIndex(
        InputFile(folder / indexName, indexName).readAll(maxIndexBytes, progress), indexName, progress);
    const std::vector<std::string>& names = index.files();
    if (names.empty())
        throw Refusal(ErrorCode::MalformedFile, indexName + ": weight_map names no weight files; fetch the index again",
            indexName);
    requireShards(folder, names, indexName);
    m_shards.reserve(names.size());
    for (const std::string& name : names) {
        progress.check();
        m_shards.push_back(openWeightsFile(InputFile(folder / name, name), progress));
        for (const std::string& warning : m_shards.back()->warnings())
            warn(warning);
    }
    requireNoneTwice(indexName);

    for (const ShardIndex::Row& row : index.rows()) {
        const TensorEntry* entry = m_shards[row.file]->find(row.tensor);
        if (!entry)
            throw Refusal(ErrorCode::MissingTensor,
                indexName + ": tensor \"" + shown(row.tensor) + "\" is not in " + shown(names[row.file])
                    + ", where the index says it is; fetch both files again",
                row.tensor);
        m_entries.push_back(*entry);
        m_shardOf.push_back(row.file);
    }
    std::size_t unnamed = 0;
    for (const auto& shard : m_shards)
        unnamed += std::size_t(std::count_if(shard->entries().begin(), shard->entries().end(),
            [&index](const TensorEntry& entry) { return index.fileOf(entry.name).empty(); }));
    if (unnamed > 0)
        warn(indexName + ": tensors of the weight files that the index does not name were left alone ("
            + std::to_string(unnamed) + ").");
}

void ShardedWeights::requireNoneTwice(const std::string& indexName) const
{
    std::vector<std::pair<std::string_view, std::size_t>> all; // name and shard of every tensor
    for (std::size_t i = 0; i < m_shards.size(); ++i) {
        for (const TensorEntry& entry : m_shards[i]->entries())
            all.emplace_back(entry.name, i);
    }
    std::sort(all.begin(), all.end());
    const auto twice
        = std::adjacent_find(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first == b.first; });
    if (twice == all.end())
        return;
    throw Refusal(ErrorCode::MalformedFile,
        indexName + ": tensor \"" + shown(twice->first) + "\" stands in two weight files, "
            + m_shards[twice->second]->file().name() + " and " + m_shards[std::next(twice)->second]->file().name()
            + "; fetch the files of one version",
        std::string(twice->first));
}

std::pair<const WeightsFile&, const TensorEntry&> ShardedWeights::placeOf(const TensorEntry& entry) const
{
    const TensorEntry* own = find(entry.name);
    if (!own)
        throw Refusal(ErrorCode::Internal, "tensor \"" + shown(entry.name) + "\" was asked for but is not in the index",
            entry.name);
    return { *m_shards[m_shardOf[std::size_t(own - m_entries.data())]], *own };
}

void ShardedWeights::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    const auto [shard, own] = placeOf(entry);
    shard.read(own, target);
}

void ShardedWeights::stream(const TensorEntry& entry, const TensorBytes& use, const Progress& progress) const
{
    const auto [shard, own] = placeOf(entry);
    shard.stream(own, use, progress);
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
            std::string(subject) + ": \"" + shown(name)
                + "\" is not the name of a file in this folder; nothing outside the folder is opened",
            std::string(subject));
}

std::string_view ShardIndex::fileOf(std::string_view tensor) const
{
    const auto found = std::lower_bound(
        m_rows.begin(), m_rows.end(), tensor, [](const Row& row, std::string_view name) { return row.tensor < name; });
    return found != m_rows.end() && found->tensor == tensor ? std::string_view(m_files[found->file])
                                                            : std::string_view();
}

namespace {

constexpr std::size_t maxFiles = 10'000;

// weight_map, without the rest of the document.
class IndexReader : public JsonEvents {
public:
    IndexReader(std::string_view subject, std::vector<ShardIndex::Row>& rows)
        : m_subject(subject)
        , m_rows(rows)
    {
    }

    void beginObject() override
    {
        if (m_depth == 2 && m_isMap)
            throw JsonProblem { ErrorCode::MalformedFile, "must be a string, is an object; fetch the index again" };
        m_hasMap |= m_depth == 1 && m_isMap;
        ++m_depth;
    }
    void beginList() override
    {
        requireObject("a list");
        ++m_depth;
    }
    void end() override { --m_depth; }
    void key(std::string name) override
    {
        if (m_depth == 1) {
            m_isMap = name == "weight_map";
            if (m_isMap && m_hasMap)
                throw JsonProblem { ErrorCode::MalformedFile, "occurs twice" };
        } else if (m_depth == 2 && m_isMap) {
            m_tensor = std::move(name);
        }
    }
    void value(nlohmann::json scalar) override
    {
        requireObject("something else");
        if (m_depth != 2 || !m_isMap)
            return;
        if (!scalar.is_string())
            throw JsonProblem { ErrorCode::MalformedFile,
                "must be a string, is " + shown(scalar.dump()) + "; fetch the index again" };
        const auto& file = scalar.get_ref<const std::string&>();
        requireBareName(file, m_subject);
        const auto [place, isNew] = m_files.emplace(file, std::uint32_t(m_files.size()));
        if (isNew && m_files.size() > maxFiles)
            throw JsonProblem { ErrorCode::TooLarge, "names more than " + std::to_string(maxFiles) + " files" };
        m_rows.push_back({ std::move(m_tensor), place->second });
    }

    bool hasMap() const { return m_hasMap; }
    /// The files by name, and for each place in the rows the new one.
    std::vector<std::string> sortedFiles(std::vector<std::uint32_t>& newPlaces) const
    {
        std::vector<std::string> files;
        newPlaces.resize(m_files.size());
        for (const auto& [name, place] : m_files) {
            newPlaces[place] = std::uint32_t(files.size());
            files.push_back(name);
        }
        return files;
    }

private:
    // What may not stand where an object or a string must.
    void requireObject(const char* what) const
    {
        const std::string is = std::string(", is ") + what + "; fetch the index again";
        if (m_depth == 0)
            throw JsonProblem { ErrorCode::MalformedFile, "must be an object" + is };
        if (m_depth == 1 && m_isMap)
            throw JsonProblem { ErrorCode::MalformedFile, "must be an object" + is };
    }

    std::string m_subject;
    std::vector<ShardIndex::Row>& m_rows;
    std::map<std::string, std::uint32_t, std::less<>> m_files; // by name, with the order in which they came
    std::string m_tensor;
    int m_depth = 0;
    bool m_isMap = false; // the member of the root that is read
    bool m_hasMap = false;
};

} // namespace

ShardIndex parseShardIndex(std::string_view json, std::string_view subject, const Progress& progress)
{
    const JsonLimits limits { std::size_t(16) << 20, 16, 1'000'000, std::size_t(1) << 20 };
    const std::string name(subject);
    ShardIndex index;
    index.m_rows.reserve(std::min(std::size_t(std::count(json.begin(), json.end(), ':')), limits.values));
    IndexReader reader(subject, index.m_rows);
    readJsonEvents(json, subject, limits, reader, nullptr, progress);
    if (!reader.hasMap())
        throw Refusal(ErrorCode::MalformedFile, name + ": weight_map is missing; fetch the index again", name);
    std::vector<std::uint32_t> newPlaces;
    index.m_files = reader.sortedFiles(newPlaces);
    for (ShardIndex::Row& row : index.m_rows)
        row.file = newPlaces[row.file];
    std::sort(index.m_rows.begin(), index.m_rows.end(),
        [](const ShardIndex::Row& a, const ShardIndex::Row& b) { return a.tensor < b.tensor; });
    const auto twice = std::adjacent_find(index.m_rows.begin(), index.m_rows.end(),
        [](const ShardIndex::Row& a, const ShardIndex::Row& b) { return a.tensor == b.tensor; });
    if (twice != index.m_rows.end())
        throw Refusal(ErrorCode::MalformedFile,
            name + ": tensor \"" + shown(twice->tensor) + "\" occurs twice; fetch the index again", name);
    return index;
}

} // namespace vitrine
