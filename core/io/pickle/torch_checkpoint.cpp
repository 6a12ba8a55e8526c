// SPDX-License-Identifier: GPL-3.0-or-later
// Values that are not tensors, such as a step count, are ignored and counted.
#include "core/io/pickle/torch_checkpoint.h"

#include "core/io/pickle/torch_objects.h"
#include "core/runtime/checked.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace vitrine {
namespace {

struct NamedTensor {
    std::string_view name;
    std::size_t view;
};

bool isDict(const PickleValue& value)
{
    return value.kind == PickleKind::Dict || value.kind == PickleKind::OrderedDict;
}

std::vector<NamedTensor> tensorsOf(const PickleHeap& heap, const PickleValue& dict)
{
    std::vector<NamedTensor> tensors;
    const auto& items = heap.items(dict);
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        if (items[i + 1].kind == PickleKind::Tensor)
            tensors.push_back({ heap.text(items[i]), std::size_t(items[i + 1].number) });
    }
    return tensors;
}

// The dict in `root` that holds the weights of a training checkpoint; None when there is none.
PickleValue wrapped(const PickleHeap& heap, const PickleValue& root)
{
    const auto& items = heap.items(root);
    for (const std::string_view key : { "state_dict", "model" }) {
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            if (heap.text(items[i]) == key && isDict(items[i + 1]))
                return items[i + 1];
        }
    }
    return {};
}

} // namespace

StateDict readStateDict(const Unpickled& pickle, const TorchObjects& objects, std::string_view subject)
{
    const PickleHeap& heap = pickle.heap;
    const std::string file(subject);
    const auto refuse
        = [&file](const std::string& what) { throw Refusal(ErrorCode::MalformedFile, file + ": " + what, file); };
    PickleValue dict = pickle.root;
    if (!isDict(dict))
        refuse("its pickle is not a dict of tensors; save the model's state_dict as safetensors");
    StateDict result;
    std::vector<NamedTensor> tensors = tensorsOf(heap, dict);
    if (const PickleValue inner = tensors.empty() ? wrapped(heap, dict) : PickleValue(); isDict(inner)) {
        result.warnings.push_back(file + ": is a checkpoint of a training run; only its weights were read.");
        dict = inner;
        tensors = tensorsOf(heap, dict);
    }
    if (tensors.empty())
        refuse("its pickle holds no tensors by name; save the model's state_dict as safetensors");
    if (const std::size_t others = heap.items(dict).size() / 2 - tensors.size(); others > 0)
        result.warnings.push_back(
            file + ": values that are no tensors were left alone (" + std::to_string(others) + ").");

    std::sort(
        tensors.begin(), tensors.end(), [](const NamedTensor& a, const NamedTensor& b) { return a.name < b.name; });
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (i > 0 && tensors[i].name == tensors[i - 1].name)
            refuse("has two tensors with the name \"" + shown(tensors[i].name)
                + "\"; save the model's state_dict as safetensors");
        const TorchView& view = objects.views()[tensors[i].view];
        const TorchGlobal& type = torchGlobals()[view.type];
        TensorEntry entry { std::string(tensors[i].name), dtypeFromName(type.dtypeText), std::string(type.dtypeText),
            view.shape, 0 };
        entry.bytes = std::uint64_t(entry.count()) * type.itemBytes;
        result.entries.push_back(std::move(entry));
        result.views.push_back(view);
    }
    return result;
}

// Copies tensors from storages. A view that is not in C order, such as a transposed matrix, is copied item by item.

namespace {

bool isCOrder(const TorchView& view)
{
    std::int64_t stride = 1;
    for (std::size_t i = view.shape.size(); i-- > 0;) {
        if (view.shape[i] != 1 && view.strides[i] != stride)
            return false;
        stride *= view.shape[i];
    }
    return true;
}

// Walks a view in C order. The stride of an extent of 1 may be any number and is not used.
class ViewWalk {
public:
    explicit ViewWalk(const TorchView& view)
        : m_view(view)
        , m_index(view.shape.size(), 0)
    {
    }

    /// Copies the next items until `target` is full. `source` begins with the view's first item.
    void gather(std::size_t itemBytes, const std::byte* source, std::span<std::byte> target)
    {
        for (std::size_t done = 0; done < target.size(); done += itemBytes) {
            std::memcpy(target.data() + done, source + std::size_t(m_from) * itemBytes, itemBytes);
            next();
        }
    }

private:
    void next()
    {
        for (std::size_t i = m_index.size(); i-- > 0;) {
            if (++m_index[i] < m_view.shape[i]) {
                m_from += m_view.strides[i];
                return;
            }
            m_index[i] = 0;
            if (m_view.shape[i] > 1)
                m_from -= m_view.strides[i] * (m_view.shape[i] - 1);
        }
    }

    const TorchView& m_view;
    std::vector<std::int64_t> m_index;
    std::int64_t m_from = 0;
};

// Bytes of the storage from the first to the last item of a view.
std::uint64_t spanOf(const TorchView& view, std::size_t itemBytes)
{
    std::uint64_t items = 1; // no overflow: the last item lies in the storage
    for (std::size_t i = 0; i < view.shape.size(); ++i)
        items += std::uint64_t(view.shape[i] - 1) * std::uint64_t(view.strides[i]);
    return items * itemBytes;
}

// A view that is not in C order is gathered from memory.
constexpr std::uint64_t mostGathered = std::uint64_t(4) << 30;

// Names that share bytes are what tied weights are: few. Many names for the same bytes would turn a small file into a
// large model or a large file.
constexpr std::uint64_t mostSharing = 16;
constexpr std::uint64_t alwaysAllowed = std::uint64_t(64) << 20;

void requireProportion(const std::vector<TensorEntry>& entries, const InputFile& file)
{
    std::int64_t total = 0;
    for (const TensorEntry& entry : entries)
        total = checkedSum({ total, std::int64_t(entry.bytes) });
    if (std::uint64_t(total) <= alwaysAllowed || std::uint64_t(total) / mostSharing <= file.size())
        return;
    throw Refusal(ErrorCode::TooLarge,
        file.name() + ": its " + std::to_string(entries.size()) + " tensors are " + std::to_string(total / 1'000'000)
            + " MB, but the file has " + std::to_string(file.size() / 1'000'000)
            + " MB, because many names share the same bytes; save each weight under one name, as safetensors",
        file.name());
}

} // namespace

TorchCheckpoint::TorchCheckpoint(InputFile file, StateDict tensors, std::vector<Bytes> storages, std::string format)
    : WeightsFile(std::move(file))
    , m_tensors(std::move(tensors))
    , m_storages(std::move(storages))
    , m_checked(std::make_unique<std::atomic<bool>[]>(m_storages.size()))
    , m_format(std::move(format))
{
    requireProportion(m_tensors.entries, this->file());
    for (std::string& warning : m_tensors.warnings)
        warn(std::move(warning));
}

void TorchCheckpoint::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    readableIndex(entry, target.size());
    std::byte* at = target.data();
    stream(entry, [&at](std::span<const std::byte> piece) { at = std::copy(piece.begin(), piece.end(), at); }, {});
}

void TorchCheckpoint::stream(const TensorEntry& entry, const TensorBytes& use, const Progress& progress) const
{
    const TorchView& view = m_tensors.views[readableIndex(entry, entry.bytes)];
    if (entry.bytes == 0)
        return;
    const Bytes& storage = m_storages[view.storage];
    if (storage.summed && !m_checked[view.storage]) {
        checkZipEntry(file(), storage.entry, progress);
        m_checked[view.storage] = true;
    }
    const std::size_t itemBytes = torchGlobals()[view.type].itemBytes;
    const std::uint64_t begin = storage.entry.begin + std::uint64_t(view.offset) * itemBytes;
    if (isCOrder(view))
        return streamRange(begin, entry.bytes, use, progress);

    const std::uint64_t span = spanOf(view, itemBytes);
    if (span > mostGathered)
        throw Refusal(ErrorCode::TooLarge,
            file().name() + ": tensor \"" + shown(entry.name) + "\" of " + std::to_string(span / 1'000'000)
                + " MB is not stored row by row, which is read up to " + std::to_string(mostGathered / 1'000'000)
                + " MB only; save it with .contiguous()",
            entry.name);
    std::vector<std::byte> source;
    source.reserve(span);
    streamRange(
        begin, span,
        [&source](std::span<const std::byte> piece) { source.insert(source.end(), piece.begin(), piece.end()); },
        progress);
    ViewWalk walk(view);
    std::vector<std::byte> piece(std::size_t(std::min<std::uint64_t>(entry.bytes, std::uint64_t(4) << 20)));
    for (std::uint64_t left = entry.bytes; left > 0; left -= piece.size()) {
        progress.check();
        piece.resize(std::size_t(std::min<std::uint64_t>(left, piece.size())));
        walk.gather(itemBytes, source.data(), piece);
        use(piece);
    }
}

} // namespace vitrine
