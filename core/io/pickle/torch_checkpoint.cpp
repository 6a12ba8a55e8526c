// SPDX-License-Identifier: GPL-3.0-or-later
// Values that are not tensors, such as a step count, are ignored and counted.
#include "core/io/pickle/torch_checkpoint.h"

#include "core/io/files/utf8.h"
#include "core/io/pickle/torch_objects.h"
#include "core/runtime/error.h"

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
            refuse("has two tensors with the name \"" + shortened(tensors[i].name, 200) + "\"");
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

// `source` begins with the view's first item. The stride of an extent of 1 may be any number and is not used.
void gather(const TorchView& view, std::size_t itemBytes, const std::byte* source, std::span<std::byte> target)
{
    std::vector<std::int64_t> index(view.shape.size(), 0);
    std::int64_t from = 0;
    for (std::size_t done = 0; done < target.size(); done += itemBytes) {
        std::memcpy(target.data() + done, source + std::size_t(from) * itemBytes, itemBytes);
        for (std::size_t i = index.size(); i-- > 0;) {
            if (++index[i] < view.shape[i]) {
                from += view.strides[i];
                break;
            }
            index[i] = 0;
            if (view.shape[i] > 1)
                from -= view.strides[i] * (view.shape[i] - 1);
        }
    }
}

} // namespace

TorchCheckpoint::TorchCheckpoint(InputFile file, StateDict tensors, std::vector<Bytes> storages, std::string format)
    : WeightsFile(std::move(file))
    , m_tensors(std::move(tensors))
    , m_storages(std::move(storages))
    , m_checked(std::make_unique<std::atomic<bool>[]>(m_storages.size()))
    , m_format(std::move(format))
{
    for (std::string& warning : m_tensors.warnings)
        warn(std::move(warning));
}

void TorchCheckpoint::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    const TorchView& view = m_tensors.views[readableIndex(entry, target.size())];
    if (target.empty())
        return;
    const Bytes& storage = m_storages[view.storage];
    if (storage.summed && !m_checked[view.storage]) {
        checkZipEntry(file(), storage.entry);
        m_checked[view.storage] = true;
    }
    const std::size_t itemBytes = torchGlobals()[view.type].itemBytes;
    const std::uint64_t begin = storage.entry.begin + std::uint64_t(view.offset) * itemBytes;
    if (isCOrder(view))
        return file().read(begin, target);
    std::uint64_t items = 1;
    for (std::size_t i = 0; i < view.shape.size(); ++i)
        items += std::uint64_t(view.shape[i] - 1) * std::uint64_t(view.strides[i]);
    std::vector<std::byte> source(items * itemBytes);
    file().read(begin, source);
    gather(view, itemBytes, source.data(), target);
}

} // namespace vitrine
