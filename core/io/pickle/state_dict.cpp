// SPDX-License-Identifier: GPL-3.0-or-later
// Values that are no tensors, such as a step count, are left alone and counted.
#include "core/io/pickle/state_dict.h"

#include "core/io/files/utf8.h"
#include "core/io/pickle/torch_globals.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <array>

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

} // namespace vitrine
