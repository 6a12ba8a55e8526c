// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch 1.6 and later: <stem>/data.pkl describes the tensors, <stem>/data/<key> are the storages.
#include "core/io/pickle/torch_checkpoint.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>

namespace vitrine {
namespace {

constexpr std::uint64_t maxSmallBytes = 64;

// The entries of the single top folder of a checkpoint, by their names in this folder.
class Archive {
public:
    Archive(const InputFile& file, const Progress& progress)
        : m_file(file)
        , m_progress(progress)
        , m_all(readZipDirectory(file, progress))
    {
        refusePrograms();
        const auto isPickle = [](const ZipEntry& entry) { return inner(entry.name) == "data.pkl"; };
        const auto pickle = std::find_if(m_all.begin(), m_all.end(), isPickle);
        if (pickle == m_all.end())
            refuse("is a zip archive, but not of PyTorch (there is no data.pkl in it); unpack it, or fetch the weights "
                   "again");
        const std::string_view stem = std::string_view(pickle->name).substr(0, pickle->name.find('/'));
        for (const ZipEntry& entry : m_all) {
            const std::string_view name = inner(entry.name);
            if (entry.name.substr(0, entry.name.find('/')) != stem)
                refuse("has entries of two different models; fetch the file again");
            if (name.starts_with(".data/") && name != ".data/serialization_id")
                refuse("has an entry \"" + shown(entry.name) + "\" that PyTorch does not write; fetch the file again");
            m_entries.emplace_back(name, &entry);
        }
        std::sort(m_entries.begin(), m_entries.end());
        const auto twice = std::adjacent_find(
            m_entries.begin(), m_entries.end(), [](const auto& a, const auto& b) { return a.first == b.first; });
        if (twice != m_entries.end())
            refuse("has the entry \"" + shown(twice->second->name) + "\" twice; fetch the file again");
    }

    const ZipEntry* find(std::string_view name) const
    {
        const auto found = std::lower_bound(m_entries.begin(), m_entries.end(), name,
            [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
        return found == m_entries.end() || found->first != name ? nullptr : found->second;
    }

    /// Content of a file. Its sum is checked when the archive has sums.
    std::string read(const ZipEntry& entry, std::uint64_t limit) const
    {
        std::string bytes = readZipEntry(m_file, entry, limit);
        if (isSummed())
            checkZipEntry(m_file, entry, m_progress);
        return bytes;
    }

    /// False when PyTorch was set to write no sums. Then all sums are 0.
    bool isSummed() const
    {
        return std::any_of(m_all.begin(), m_all.end(), [](const ZipEntry& entry) { return entry.crc != 0; });
    }

    [[noreturn]] void refuse(const std::string& what, ErrorCode code = ErrorCode::MalformedFile) const
    {
        throw Refusal(code, m_file.name() + ": " + what, m_file.name());
    }

private:
    // A path without its first folder.
    static std::string_view inner(std::string_view name)
    {
        return name.substr(std::min(name.find('/'), name.size() - 1) + 1);
    }

    void refusePrograms() const
    {
        for (const ZipEntry& entry : m_all) {
            const std::string_view name = inner(entry.name);
            if (name.starts_with("code/") || name == "constants.pkl")
                refuse(
                    "is a TorchScript file, which contains a program; save the model as safetensors with transformers",
                    ErrorCode::ContainsProgram);
            if (name == "archive_format" || entry.name == "serialized_exported_program.json")
                refuse("is an exported PyTorch program (.pt2); save the model as safetensors with transformers",
                    ErrorCode::ContainsProgram);
        }
    }

    const InputFile& m_file;
    const Progress& m_progress;
    std::vector<ZipEntry> m_all;
    std::vector<std::pair<std::string_view, const ZipEntry*>> m_entries; // sorted: the file chooses the names
};

TorchCheckpoint::Bytes bytesOf(const Archive& archive, const TorchStorage& storage)
{
    const ZipEntry* entry = archive.find("data/" + storage.key);
    if (!entry)
        archive.refuse("lacks the bytes of storage \"" + storage.key + "\"; fetch the file again");
    if (entry->compressed)
        archive.refuse("has compressed entries, which PyTorch's files never have; fetch the original file");
    if (entry->bytes != storage.bytes)
        archive.refuse("has " + std::to_string(entry->bytes) + " bytes for storage \"" + storage.key
            + "\", its pickle says " + std::to_string(storage.bytes) + "; fetch the file again");
    return { *entry, archive.isSummed() };
}

} // namespace

bool isTorchZip(std::string_view head) { return head.starts_with("PK\x03\x04"); }

std::unique_ptr<WeightsFile> openTorchZip(InputFile file, const Progress& progress)
{
    const Archive archive(file, progress);
    if (const ZipEntry* order = archive.find("byteorder"); order && archive.read(*order, maxSmallBytes) != "little")
        archive.refuse("was written on a big-endian machine, which is not read; save it as safetensors");
    const std::string pickle = archive.read(*archive.find("data.pkl"), maxPickleBytes);
    TorchObjects objects(file.name(), TorchLayout::Zip);
    const Unpickled unpickled = unpickle(pickle, file.name(), objects, progress);
    if (unpickled.bytes != pickle.size())
        archive.refuse("has bytes after the end of its pickle (" + std::to_string(pickle.size() - unpickled.bytes)
            + "); fetch the file again");
    StateDict tensors = readStateDict(unpickled, objects, file.name());
    if (!archive.isSummed())
        tensors.warnings.push_back(file.name() + ": was written without checksums, so damage to it cannot be noticed.");
    std::vector<TorchCheckpoint::Bytes> storages;
    for (const TorchStorage& storage : objects.storages())
        storages.push_back(bytesOf(archive, storage));
    return std::make_unique<TorchCheckpoint>(std::move(file), std::move(tensors), std::move(storages), "PyTorch");
}

} // namespace vitrine
