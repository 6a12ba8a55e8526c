// SPDX-License-Identifier: GPL-3.0-or-later
// SentencePiece files and tables of characters for tests, byte by byte.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

inline std::string varint(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes.push_back(static_cast<char>(value | 0x80));
    bytes.push_back(static_cast<char>(value));
    return bytes;
}

inline std::string littleEndian(std::uint32_t value)
{
    std::string bytes;
    for (int i = 0; i < 4; ++i, value >>= 8)
        bytes.push_back(static_cast<char>(value & 0xFF));
    return bytes;
}

inline std::string numberField(unsigned number, std::uint64_t value) { return varint(number << 3) + varint(value); }
inline std::string floatField(unsigned number, float value)
{
    return varint(number << 3 | 5) + littleEndian(std::bit_cast<std::uint32_t>(value));
}
inline std::string bytesField(unsigned number, std::string_view bytes)
{
    return varint(number << 3 | 2) + varint(bytes.size()) + std::string(bytes);
}

/// Types: 1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte.
inline std::string pieceField(std::string_view text, float score, unsigned type = 1)
{
    return bytesField(
        1, bytesField(1, text) + floatField(2, score) + (type == 1 ? std::string() : numberField(3, type)));
}

/// Settings behind the pieces; both messages are there in every real file.
inline std::string settingsFields(std::string_view trainer = {}, std::string_view normalizer = {})
{
    return bytesField(2, trainer) + bytesField(3, normalizer);
}

} // namespace vitrine
