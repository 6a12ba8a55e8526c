// SPDX-License-Identifier: GPL-3.0-or-later
// What a PyTorch pickle may refer to: a closed list of names, and the storages and tensors made with them. A tensor is
// a view of a storage: numbers that are checked against each other here, before any byte of a weight is read.
#pragma once

#include "core/io/pickle/unpickler.h"
#include "core/io/weights/tensor_source.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

enum class TorchMeaning {
    OrderedDict,
    RebuildTensor,
    RebuildTensorV2,
    RebuildTensorV3,
    RebuildParameter,
    Storage,
    UntypedStorage,
    ItemType
};

/// One allowed name. Storages and item types have a type; the others none.
struct TorchGlobal {
    std::string_view module;
    std::string_view name;
    TorchMeaning meaning;
    std::string_view dtypeText = {}; ///< as safetensors spells it
    std::size_t itemBytes = 0;
};

const std::vector<TorchGlobal>& torchGlobals();

/// The index of that name in torchGlobals(). Throws Refusal(ContainsProgram) naming it for every other name.
std::size_t torchGlobalIndex(std::string_view module, std::string_view name, std::string_view subject);

// Storages and tensors as a PyTorch pickle describes them. A tensor is a view of a storage. Offsets, shapes and strides
// are checked here before any byte of a weight is read.

/// Bytes that tensors share.
struct TorchStorage {
    std::string key; ///< letters, digits and "_"; which bytes of the file
    std::size_t type = 0; ///< place in torchGlobals()
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;
};

/// A tensor as a view.
struct TorchView {
    std::size_t storage = 0;
    std::size_t type = 0; ///< place in torchGlobals()
    std::int64_t offset = 0; ///< in items, as the strides
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};

/// How persistent ids are written.
enum class TorchLayout {
    Zip, ///< ('storage', class, key, location, items)
    Legacy, ///< the same and a view of the storage, which must be None
};

/// Creates the objects for the unpickler and keeps them. Every view lies inside its storage.
class TorchObjects : public PickleObjects {
public:
    TorchObjects(std::string_view subject, TorchLayout layout)
        : m_subject(subject)
        , m_layout(layout)
    {
    }

    PickleValue global(std::string_view module, std::string_view name) override;
    PickleValue persistent(const PickleHeap& heap, const PickleValue& id) override;
    PickleValue call(
        const PickleHeap& heap, const PickleValue& function, const std::vector<PickleValue>& arguments) override;

    const std::vector<TorchStorage>& storages() const { return m_storages; }
    const std::vector<TorchView>& views() const { return m_views; }
    /// The index of the storage with that key, or −1.
    std::ptrdiff_t storageIndex(std::string_view key) const;

private:
    PickleValue rebuildTensor(const PickleHeap& heap, const std::vector<PickleValue>& arguments, std::size_t type);
    void checkRest(const PickleHeap& heap, const std::vector<PickleValue>& arguments, std::size_t hooks,
        std::size_t metadata) const;
    std::vector<std::int64_t> extents(const PickleHeap& heap, const PickleValue& value) const;
    void checkBounds(const TorchView& view) const;
    [[noreturn]] void refuse(const std::string& what) const;

    std::string m_subject;
    TorchLayout m_layout;
    std::vector<TorchStorage> m_storages;
    std::map<std::string, std::size_t, std::less<>> m_storageOf; // by key
    std::vector<TorchView> m_views;
};

} // namespace vitrine
