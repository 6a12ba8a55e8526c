// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch before 1.6: five pickles one after the other (magic number, protocol, system, tensors, keys of storages),
// then every storage with its count of items in front.
#include "core/io/files/byte_cursor.h"
#include "core/io/pickle/torch_checkpoint.h"
#include "core/io/pickle/torch_objects.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <optional>

namespace vitrine {
namespace {

using namespace std::string_view_literals;

// 0x1950a86a20f9469cfc6c and 1001, each as a pickle.
constexpr auto magic = "\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.\x80\x02M\xE9\x03."sv;
constexpr std::size_t magicNumberBytes = 14;

class LegacyReader {
public:
    LegacyReader(const InputFile& file, const Progress& progress)
        : m_file(file)
        , m_progress(progress)
        , m_pickles(std::size_t(std::min(file.size(), maxPickleBytes)), '\0')
        , m_objects(file.name(), TorchLayout::Legacy)
    {
        m_file.read(0, std::as_writable_bytes(std::span(m_pickles)));
        if (!m_pickles.starts_with(magic))
            refuse("does not begin as PyTorch's files do; fetch the file again");
        m_at = magic.size();
    }

    StateDict readTensors()
    {
        checkSystem(next());
        return readStateDict(next(), m_objects, m_file.name());
    }

    std::vector<TorchCheckpoint::Bytes> readStorages()
    {
        const Unpickled keys = next();
        if (keys.root.kind != PickleKind::List)
            refuse("has no list of its storages; fetch the file again");
        std::vector<std::optional<TorchCheckpoint::Bytes>> found(m_objects.storages().size());
        std::uint64_t at = m_at;
        for (const PickleValue& key : keys.heap.items(keys.root)) {
            const std::string_view name = key.kind == PickleKind::Text ? keys.heap.text(key) : ""sv;
            const std::ptrdiff_t index = m_objects.storageIndex(name);
            if (index < 0 || found[std::size_t(index)])
                refuse(
                    "lists a storage \"" + shown(name, 64) + "\" that its tensors do not have; fetch the file again");
            at = readStorage(at, m_objects.storages()[std::size_t(index)], found[std::size_t(index)]);
        }
        if (at != m_file.size())
            refuse("has " + std::to_string(m_file.size() - at) + " bytes after its last storage; fetch the file again");
        std::vector<TorchCheckpoint::Bytes> storages;
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (!found[i])
                refuse("lacks the bytes of storage \"" + m_objects.storages()[i].key + "\"; fetch the file again");
            storages.push_back(*found[i]);
        }
        return storages;
    }

private:
    Unpickled next()
    {
        Unpickled pickle = unpickle(std::string_view(m_pickles).substr(m_at), m_file.name(), m_objects, m_progress);
        m_at += pickle.bytes;
        return pickle;
    }

    void checkSystem(const Unpickled& system) const
    {
        if (system.root.kind != PickleKind::Dict)
            refuse("does not say on which system it was written; fetch the file again");
        const auto& items = system.heap.items(system.root);
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            if (system.heap.text(items[i]) == "little_endian" && items[i + 1].kind == PickleKind::Bool
                && items[i + 1].number == 1)
                return;
        }
        refuse("was written on a big-endian machine, which is not read; save it as safetensors");
    }

    std::uint64_t readStorage(
        std::uint64_t at, const TorchStorage& storage, std::optional<TorchCheckpoint::Bytes>& place) const
    {
        std::int64_t items = 0;
        m_file.read(at, std::as_writable_bytes(std::span(&items, 1)));
        at += sizeof items;
        if (std::uint64_t(items) != storage.items)
            refuse("has " + std::to_string(items) + " items in storage \"" + storage.key + "\", its pickle says "
                + std::to_string(storage.items) + "; fetch the file again");
        if (storage.bytes > m_file.size() - at)
            refuse("has " + std::to_string(m_file.size()) + " bytes, storage \"" + storage.key
                    + "\" needs more; the download stopped early, fetch the file again",
                ErrorCode::TruncatedFile);
        place = TorchCheckpoint::Bytes { { storage.key, at, storage.bytes, 0, false }, false };
        return at + storage.bytes;
    }

    [[noreturn]] void refuse(const std::string& what, ErrorCode code = ErrorCode::MalformedFile) const
    {
        throw Refusal(code, m_file.name() + ": " + what, m_file.name());
    }

    const InputFile& m_file;
    const Progress& m_progress;
    std::string m_pickles; // the beginning of the file
    std::size_t m_at = 0;
    TorchObjects m_objects;
};

} // namespace

bool isTorchLegacy(std::string_view head) { return head.starts_with(magic.substr(0, magicNumberBytes)); }

std::unique_ptr<WeightsFile> openTorchLegacy(InputFile file, const Progress& progress)
{
    LegacyReader reader(file, progress);
    StateDict tensors = reader.readTensors();
    std::vector<TorchCheckpoint::Bytes> storages = reader.readStorages();
    return std::make_unique<TorchCheckpoint>(
        std::move(file), std::move(tensors), std::move(storages), "PyTorch before 1.6");
}

} // namespace vitrine
