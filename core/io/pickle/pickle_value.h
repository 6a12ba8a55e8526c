// SPDX-License-Identifier: GPL-3.0-or-later
// What a pickle of weights is made of. Containers are numbers into one list, so that nothing refers, nests or is
// destroyed recursively, whatever a file asks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace vitrine {

enum class PickleKind : std::uint8_t {
    None,
    Bool,
    Integer,
    Real,
    Text,
    Tuple,
    List,
    Dict,
    OrderedDict,
    Global,
    Storage,
    Tensor
};

/// A value, or where to find it.
struct PickleValue {
    PickleKind kind = PickleKind::None;
    std::uint32_t length = 0; ///< of a text
    /// The number itself; where a text begins in the pickle; which container, global, storage or tensor. Reals have
    /// none.
    std::int64_t number = 0;
};

/// Items of a tuple or list; keys and values of a dict, in turn.
struct PickleContainer {
    std::vector<PickleValue> items;
    int depth = 1; ///< containers in containers
};

/// The pickle's bytes, which must live longer, and the containers made from them.
struct PickleHeap {
    std::string_view pickle;
    std::vector<PickleContainer> containers;

    std::string_view text(const PickleValue& value) const
    {
        return pickle.substr(std::size_t(value.number), value.length);
    }
    const std::vector<PickleValue>& items(const PickleValue& value) const
    {
        return containers[std::size_t(value.number)].items;
    }
};

} // namespace vitrine
