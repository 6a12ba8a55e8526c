// SPDX-License-Identifier: GPL-3.0-or-later
// Python's pickles: the instructions, which of them weights need, and the values that they make.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace vitrine {

/// How a sentence about a pickle ends that says nothing else to do.
constexpr auto pickleNextStep = "; fetch the file again, or get the weights as safetensors";

/// The argument of an instruction, or the reason why the instruction is refused.
enum class PickleOperand {
    None,
    Byte,
    Short, ///< two bytes, unsigned
    Int, ///< four bytes, signed
    Word, ///< four bytes, unsigned
    Double, ///< eight bytes, big-endian
    Long, ///< a length of one byte, then a number of at most eight bytes, signed
    Text, ///< a length of four bytes, then UTF-8
    Names, ///< two lines: module and name
    NotUsed, ///< refused: PyTorch's weights do not contain it
    Program, ///< refused: it makes objects or calls something
};

/// One instruction.
struct PickleOpcode {
    char code;
    std::string_view name; ///< as Python's pickletools spells it
    PickleOperand operand;
};

/// All instructions of protocols 0 to 5.
const std::vector<PickleOpcode>& pickleOpcodes();

/// The instruction with this byte, or nullptr.
const PickleOpcode* pickleOpcode(char code);

// The values of a pickle of weights. Containers are indices into one list, so no file can cause deep recursion, for
// example when values are destroyed.

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

/// A value, or its position.
struct PickleValue {
    PickleKind kind = PickleKind::None;
    std::uint32_t length = 0; ///< of a text
    /// For an integer its value. For a text its position in the pickle. For a container, global, storage or tensor its
    /// index. Not used for reals.
    std::int64_t number = 0;
};

/// Items of a tuple or list; keys and values of a dict, in turn.
struct PickleContainer {
    std::vector<PickleValue> items;
    int depth = 1; ///< containers in containers
};

/// The bytes of the pickle, which must outlive this object, and the containers made from them.
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
