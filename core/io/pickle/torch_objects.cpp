// SPDX-License-Identifier: GPL-3.0-or-later
// The allowed names, and known names that are refused with a specific message.
#include "core/io/pickle/torch_objects.h"

#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <limits>
#include <string>

namespace vitrine {
namespace {

// Names of checkpoints that hold more than weights.
struct KnownOther {
    std::string_view module; // and everything below it
    std::string_view name; // empty: any
    std::string_view what; // "<file>: holds …"
};

constexpr KnownOther knownOthers[] {
    { "transformers.training_args", "", "training arguments, not weights" },
    { "numpy", "", "NumPy values beside weights, as a checkpoint of a training run does" },
    { "torch._utils", "_rebuild_qtensor", "quantised weights, which are not computed with" },
    { "torch._utils", "_rebuild_sparse_tensor", "sparse weights, which are not computed with" },
    { "torch", "ComplexFloatStorage", "complex weights, which are not computed with" },
    { "torch", "ComplexDoubleStorage", "complex weights, which are not computed with" },
    { "torch.nn", "", "a whole PyTorch module with its code, not only weights" },
    { "transformers", "", "a whole model with its code, not only weights" },
};

bool isBelow(std::string_view module, std::string_view root)
{
    return module.starts_with(root) && (module.size() == root.size() || module[root.size()] == '.');
}

} // namespace

const std::vector<TorchGlobal>& torchGlobals()
{
    using enum TorchMeaning;
    static const std::vector<TorchGlobal> globals {
        { "collections", "OrderedDict", OrderedDict },
        { "torch._utils", "_rebuild_tensor", RebuildTensor },
        { "torch._utils", "_rebuild_tensor_v2", RebuildTensorV2 },
        { "torch._utils", "_rebuild_tensor_v3", RebuildTensorV3 },
        { "torch._utils", "_rebuild_parameter", RebuildParameter },
        { "torch", "FloatStorage", Storage, "F32", 4 },
        { "torch", "DoubleStorage", Storage, "F64", 8 },
        { "torch", "HalfStorage", Storage, "F16", 2 },
        { "torch", "BFloat16Storage", Storage, "BF16", 2 },
        { "torch", "LongStorage", Storage, "I64", 8 },
        { "torch", "IntStorage", Storage, "I32", 4 },
        { "torch", "ShortStorage", Storage, "I16", 2 },
        { "torch", "CharStorage", Storage, "I8", 1 },
        { "torch", "ByteStorage", Storage, "U8", 1 },
        { "torch", "BoolStorage", Storage, "BOOL", 1 },
        { "torch.storage", "UntypedStorage", UntypedStorage, "U8", 1 },
        { "torch", "uint16", ItemType, "U16", 2 },
        { "torch", "uint32", ItemType, "U32", 4 },
        { "torch", "uint64", ItemType, "U64", 8 },
        { "torch", "float8_e4m3fn", ItemType, "F8_E4M3", 1 },
        { "torch", "float8_e5m2", ItemType, "F8_E5M2", 1 },
        { "torch", "float8_e4m3fnuz", ItemType, "F8_E4M3FNUZ", 1 },
        { "torch", "float8_e5m2fnuz", ItemType, "F8_E5M2FNUZ", 1 },
        { "torch", "float8_e8m0fnu", ItemType, "F8_E8M0", 1 },
    };
    return globals;
}

std::size_t torchGlobalIndex(std::string_view module, std::string_view name, std::string_view subject)
{
    const auto& globals = torchGlobals();
    const auto found = std::find_if(
        globals.begin(), globals.end(), [&](const TorchGlobal& g) { return g.module == module && g.name == name; });
    if (found != globals.end())
        return std::size_t(found - globals.begin());
    const std::string file(subject);
    const std::string global = "`" + shown(module) + "." + shown(name) + "`";
    for (const KnownOther& other : knownOthers) {
        if (isBelow(module, other.module) && (other.name.empty() || name == other.name))
            throw Refusal(ErrorCode::ContainsProgram,
                file + ": holds " + std::string(other.what) + " (" + global
                    + "); save the weights alone, as safetensors",
                file);
    }
    throw Refusal(ErrorCode::ContainsProgram,
        file + ": contains a program: the file wants to run " + global
            + ", which is never done; get the weights as safetensors",
        file);
}

// Checks the arguments of the allowed calls. All products and sums are checked for overflow.

namespace {

constexpr std::size_t maxTensors = 100'000; // as in safetensors
constexpr std::size_t maxKeyBytes = 64;
constexpr std::size_t maxDimensions = 8;

bool isKey(std::string_view key)
{
    return !key.empty() && key.size() <= maxKeyBytes && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    });
}

PickleValue valueAt(PickleKind kind, std::size_t index) { return { kind, 0, std::int64_t(index) }; }

} // namespace

PickleValue TorchObjects::global(std::string_view module, std::string_view name)
{
    return valueAt(PickleKind::Global, torchGlobalIndex(module, name, m_subject));
}

PickleValue TorchObjects::persistent(const PickleHeap& heap, const PickleValue& id)
{
    const std::size_t expected = m_layout == TorchLayout::Legacy ? 6 : 5;
    if (id.kind != PickleKind::Tuple || heap.items(id).size() != expected)
        refuse("names its bytes in an unknown way");
    const auto& items = heap.items(id);
    if (items[0].kind != PickleKind::Text || heap.text(items[0]) != "storage" || items[1].kind != PickleKind::Global
        || items[2].kind != PickleKind::Text || items[4].kind != PickleKind::Integer)
        refuse("names its bytes in an unknown way");
    if (m_layout == TorchLayout::Legacy && items[5].kind != PickleKind::None)
        refuse("has a storage that is a view of another storage, which is not read; save it with a newer PyTorch");
    const std::size_t type = std::size_t(items[1].number);
    const TorchGlobal& row = torchGlobals()[type];
    if (row.meaning != TorchMeaning::Storage && row.meaning != TorchMeaning::UntypedStorage)
        refuse("has a storage of a class that is none");
    const std::string_view key = heap.text(items[2]);
    if (!isKey(key))
        refuse("has a storage whose key is not made of letters and digits");
    TorchStorage storage { std::string(key), type, std::uint64_t(items[4].number), 0 };
    if (items[4].number < 0 || __builtin_mul_overflow(storage.items, std::uint64_t(row.itemBytes), &storage.bytes)
        || storage.bytes > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
        refuse("has a storage of " + std::to_string(items[4].number) + " items");

    const auto [place, isNew] = m_storageOf.try_emplace(storage.key, m_storages.size());
    if (isNew) {
        if (m_storages.size() >= maxTensors)
            throw Refusal(ErrorCode::TooLarge,
                m_subject + ": has more than " + std::to_string(maxTensors)
                    + " storages, which are not read; get the weights as safetensors",
                m_subject);
        m_storages.push_back(std::move(storage));
    } else if (const TorchStorage& known = m_storages[place->second];
        known.type != type || known.items != storage.items) {
        refuse("describes storage \"" + known.key + "\" in two different ways");
    }
    return valueAt(PickleKind::Storage, place->second);
}

PickleValue TorchObjects::call(
    const PickleHeap& heap, const PickleValue& function, const std::vector<PickleValue>& arguments)
{
    const auto count = [&](std::size_t least, std::size_t most) {
        if (arguments.size() < least || arguments.size() > most)
            refuse("makes a tensor from " + std::to_string(arguments.size()) + " arguments");
    };
    switch (torchGlobals()[std::size_t(function.number)].meaning) {
    case TorchMeaning::OrderedDict:
        if (!arguments.empty())
            refuse("makes an OrderedDict from arguments");
        return { PickleKind::OrderedDict, 0, 0 };
    case TorchMeaning::RebuildTensor:
    case TorchMeaning::RebuildTensorV2: {
        const bool first = torchGlobals()[std::size_t(function.number)].meaning == TorchMeaning::RebuildTensor;
        first ? count(4, 4) : count(6, 7);
        checkRest(heap, arguments, 5, 6);
        if (arguments[0].kind != PickleKind::Storage)
            refuse("makes a tensor from something that is no storage");
        const std::size_t type = m_storages[std::size_t(arguments[0].number)].type;
        if (torchGlobals()[type].meaning != TorchMeaning::Storage)
            refuse("has a tensor without an item type");
        return rebuildTensor(heap, arguments, type);
    }
    case TorchMeaning::RebuildTensorV3: {
        count(7, 8);
        checkRest(heap, arguments, 5, 7);
        if (arguments[0].kind != PickleKind::Storage
            || torchGlobals()[m_storages[std::size_t(arguments[0].number)].type].meaning != TorchMeaning::UntypedStorage
            || arguments[6].kind != PickleKind::Global
            || torchGlobals()[std::size_t(arguments[6].number)].meaning != TorchMeaning::ItemType)
            refuse("has a tensor without an item type");
        return rebuildTensor(heap, arguments, std::size_t(arguments[6].number));
    }
    case TorchMeaning::RebuildParameter:
        count(3, 3);
        checkRest(heap, arguments, 2, 3);
        if (arguments[0].kind != PickleKind::Tensor)
            refuse("makes a parameter from something that is no tensor");
        return arguments[0];
    case TorchMeaning::Storage:
    case TorchMeaning::UntypedStorage:
    case TorchMeaning::ItemType:
        break;
    }
    refuse("calls something that is no function");
}

// Hooks are functions and metadata are objects, so both arguments must be present and empty.
void TorchObjects::checkRest(
    const PickleHeap& heap, const std::vector<PickleValue>& arguments, std::size_t hooks, std::size_t metadata) const
{
    const auto isEmptyDict = [&heap](const PickleValue& value) {
        return (value.kind == PickleKind::Dict || value.kind == PickleKind::OrderedDict) && heap.items(value).empty();
    };
    if (arguments.size() > hooks && !isEmptyDict(arguments[hooks]))
        refuse("has a tensor with hooks");
    if (arguments.size() > metadata && arguments[metadata].kind != PickleKind::None
        && !isEmptyDict(arguments[metadata]))
        refuse("has a tensor with attributes of its own");
}

PickleValue TorchObjects::rebuildTensor(
    const PickleHeap& heap, const std::vector<PickleValue>& arguments, std::size_t type)
{
    if (m_views.size() >= maxTensors)
        throw Refusal(ErrorCode::TooLarge,
            m_subject + ": has more than " + std::to_string(maxTensors)
                + " tensors, which are not read; get the weights as safetensors",
            m_subject);
    if (arguments[1].kind != PickleKind::Integer || arguments[1].number < 0)
        refuse("has a tensor without a place in its storage");
    TorchView view { std::size_t(arguments[0].number), type, arguments[1].number, extents(heap, arguments[2]),
        extents(heap, arguments[3]) };
    if (view.shape.size() != view.strides.size())
        refuse("has a tensor with " + std::to_string(view.shape.size()) + " dimensions and "
            + std::to_string(view.strides.size()) + " strides");
    checkBounds(view);
    m_views.push_back(std::move(view));
    return valueAt(PickleKind::Tensor, m_views.size() - 1);
}

std::vector<std::int64_t> TorchObjects::extents(const PickleHeap& heap, const PickleValue& value) const
{
    if (value.kind != PickleKind::Tuple || heap.items(value).size() > maxDimensions)
        refuse("has a tensor whose shape is not a tuple of at most " + std::to_string(maxDimensions) + " numbers");
    std::vector<std::int64_t> numbers;
    for (const PickleValue& item : heap.items(value)) {
        if (item.kind != PickleKind::Integer || item.number < 0)
            refuse("has a tensor with a size or stride that is not a number from 0 on");
        numbers.push_back(item.number);
    }
    return numbers;
}

// The last item must lie in the storage. A stride of 0 must not turn four bytes into a terabyte.
void TorchObjects::checkBounds(const TorchView& view) const
{
    std::int64_t count = 1;
    std::int64_t last = view.offset;
    bool countOverflow = false;
    bool lastOverflow = false;
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        std::int64_t reach = 0;
        countOverflow |= __builtin_mul_overflow(count, view.shape[i], &count);
        lastOverflow |= __builtin_mul_overflow(view.shape[i] - 1, view.strides[i], &reach)
            || __builtin_add_overflow(last, reach, &last);
    }
    if (!countOverflow && count == 0)
        return; // no byte is ever read
    const TorchStorage& storage = m_storages[view.storage];
    const std::uint64_t items = storage.bytes / torchGlobals()[view.type].itemBytes;
    if (countOverflow || lastOverflow || std::uint64_t(count) > items || std::uint64_t(last) >= items)
        refuse("has a tensor that reaches beyond the " + std::to_string(items) + " items of its storage \""
            + storage.key + "\"");
}

std::ptrdiff_t TorchObjects::storageIndex(std::string_view key) const
{
    const auto found = m_storageOf.find(key);
    return found == m_storageOf.end() ? -1 : std::ptrdiff_t(found->second);
}

void TorchObjects::refuse(const std::string& what) const
{
    throw Refusal(ErrorCode::MalformedFile,
        m_subject + ": its pickle " + what + (what.find(';') == std::string::npos ? pickleNextStep : ""), m_subject);
}

} // namespace vitrine
