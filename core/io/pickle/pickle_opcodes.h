// SPDX-License-Identifier: GPL-3.0-or-later
// The instructions of Python's pickles, and which of them weights need. All others are refused by name.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace vitrine {

/// What follows an instruction, or why it is not followed.
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

/// The instruction of that byte, or nullptr.
const PickleOpcode* pickleOpcode(char code);

} // namespace vitrine
