// SPDX-License-Identifier: GPL-3.0-or-later
// Walks CBOR (RFC 8949) item by item with an explicit stack of how many items each open container still needs.
#include "core/pipe/shallow_cbor.h"

#include <array>
#include <optional>

namespace vitrine {
namespace {

constexpr int deepest = 128;

struct Head {
    int major = 0;
    std::uint64_t argument = 0;
};

std::optional<Head> readHead(std::span<const std::uint8_t> bytes, std::size_t& position)
{
    if (position >= bytes.size())
        return std::nullopt;
    const std::uint8_t initial = bytes[position++];
    Head head { initial >> 5, std::uint64_t(initial & 31) };
    if (head.argument < 24)
        return head;
    if (head.argument > 27) // reserved, or an indefinite length, which we never write
        return std::nullopt;
    const std::size_t width = std::size_t(1) << (head.argument - 24);
    if (bytes.size() - position < width)
        return std::nullopt;
    head.argument = 0;
    for (std::size_t i = 0; i < width; ++i)
        head.argument = head.argument << 8 | bytes[position++];
    return head;
}

} // namespace

bool isShallowCborMap(std::span<const std::uint8_t> bytes, int maxDepth, std::size_t maxValues)
{
    if (bytes.empty() || bytes[0] >> 5 != 5 || maxDepth > deepest)
        return false;
    std::array<std::uint64_t, deepest + 1> open {}; // items each open container still needs
    int depth = 0;
    open[0] = 1;
    std::size_t position = 0;
    for (std::size_t values = 1;; ++values) {
        while (open[std::size_t(depth)] == 0) {
            if (depth == 0)
                return position == bytes.size();
            --depth;
        }
        if (values > maxValues)
            return false;
        --open[std::size_t(depth)];
        const auto head = readHead(bytes, position);
        if (!head)
            return false;
        const std::uint64_t left = bytes.size() - position;
        switch (head->major) {
        case 2: // bytes
        case 3: // text
            if (head->argument > left)
                return false;
            position += head->argument;
            break;
        case 4: // array
        case 5: // map
            if (head->argument > left || depth == maxDepth)
                return false;
            open[std::size_t(++depth)] = head->major == 5 ? 2 * head->argument : head->argument;
            break;
        case 6: // tag: we write none
            return false;
        default: // integers, floats, true, false, null
            break;
        }
    }
}

} // namespace vitrine
