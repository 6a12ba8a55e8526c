// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pickle/pickle.h"

#include <array>

namespace vitrine {

const std::vector<PickleOpcode>& pickleOpcodes()
{
    using enum PickleOperand;
    static const std::vector<PickleOpcode> opcodes {
        { '\x80', "PROTO", Byte },
        { 'c', "GLOBAL", Names },
        { 'q', "BINPUT", Byte },
        { 'r', "LONG_BINPUT", Word },
        { 'h', "BINGET", Byte },
        { 'j', "LONG_BINGET", Word },
        { '(', "MARK", None },
        { ')', "EMPTY_TUPLE", None },
        { '}', "EMPTY_DICT", None },
        { ']', "EMPTY_LIST", None },
        { 't', "TUPLE", None },
        { '\x85', "TUPLE1", None },
        { '\x86', "TUPLE2", None },
        { '\x87', "TUPLE3", None },
        { 'X', "BINUNICODE", Text },
        { 'K', "BININT1", Byte },
        { 'M', "BININT2", Short },
        { 'J', "BININT", Int },
        { '\x8A', "LONG1", Long },
        { 'G', "BINFLOAT", Double },
        { 'N', "NONE", None },
        { '\x88', "NEWTRUE", None },
        { '\x89', "NEWFALSE", None },
        { 'Q', "BINPERSID", None },
        { 'R', "REDUCE", None },
        { 's', "SETITEM", None },
        { 'u', "SETITEMS", None },
        { 'a', "APPEND", None },
        { 'e', "APPENDS", None },
        { 'b', "BUILD", None },
        { '.', "STOP", None },

        { 'i', "INST", Program },
        { 'o', "OBJ", Program },
        { '\x81', "NEWOBJ", Program },
        { '\x92', "NEWOBJ_EX", Program },
        { '\x93', "STACK_GLOBAL", Program },
        { '\x82', "EXT1", Program },
        { '\x83', "EXT2", Program },
        { '\x84', "EXT4", Program },
        { 'P', "PERSID", NotUsed },
        { 'I', "INT", NotUsed },
        { 'L', "LONG", NotUsed },
        { '\x8B', "LONG4", NotUsed },
        { 'F', "FLOAT", NotUsed },
        { 'S', "STRING", NotUsed },
        { 'T', "BINSTRING", NotUsed },
        { 'U', "SHORT_BINSTRING", NotUsed },
        { 'V', "UNICODE", NotUsed },
        { '\x8C', "SHORT_BINUNICODE", NotUsed },
        { '\x8D', "BINUNICODE8", NotUsed },
        { 'B', "BINBYTES", NotUsed },
        { 'C', "SHORT_BINBYTES", NotUsed },
        { '\x8E', "BINBYTES8", NotUsed },
        { '\x96', "BYTEARRAY8", NotUsed },
        { '\x97', "NEXT_BUFFER", NotUsed },
        { '\x98', "READONLY_BUFFER", NotUsed },
        { '\x95', "FRAME", NotUsed },
        { '\x94', "MEMOIZE", NotUsed },
        { 'p', "PUT", NotUsed },
        { 'g', "GET", NotUsed },
        { '0', "POP", NotUsed },
        { '1', "POP_MARK", NotUsed },
        { '2', "DUP", NotUsed },
        { 'd', "DICT", NotUsed },
        { 'l', "LIST", NotUsed },
        { '\x8F', "EMPTY_SET", NotUsed },
        { '\x90', "ADDITEMS", NotUsed },
        { '\x91', "FROZENSET", NotUsed },
    };
    return opcodes;
}

const PickleOpcode* pickleOpcode(char code)
{
    static const auto byCode = [] {
        std::array<const PickleOpcode*, 256> table {};
        for (const PickleOpcode& opcode : pickleOpcodes())
            table[static_cast<unsigned char>(opcode.code)] = &opcode;
        return table;
    }();
    return byCode[static_cast<unsigned char>(code)];
}

} // namespace vitrine
