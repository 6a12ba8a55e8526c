// SPDX-License-Identifier: GPL-3.0-or-later
// A look at CBOR bytes before a parser that recurses sees them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine {

/// True when `bytes` are exactly one well-formed CBOR map of definite lengths, nested at most `maxDepth` deep, with at
/// most `maxValues` keys, values and containers, and every length it claims lies inside the bytes. Uses no recursion
/// and allocates nothing.
bool isShallowCborMap(std::span<const std::uint8_t> bytes, int maxDepth = 64, std::size_t maxValues = std::size_t(-1));

} // namespace vitrine
