// SPDX-License-Identifier: GPL-3.0-or-later
// CRC-32 as zip archives use it (polynomial 0x04C11DB7, reflected).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine {

/// The sum of `bytes`, going on from `before`, the sum of what stands in front of them.
std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before = 0);

} // namespace vitrine
