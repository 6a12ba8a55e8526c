// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4), which identifies weights.
#pragma once

#include "core/io/files/input_file.h"
#include "core/runtime/progress.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vitrine {

/// Takes bytes in pieces of any size.
class Sha256 {
public:
    /// `hardware` false: do not use the SHA instructions of the processor (for tests of the portable implementation).
    explicit Sha256(bool hardware = true);

    void add(std::span<const std::byte> bytes);
    /// 64 hexadecimal digits, lower case. Ends the computation: nothing may be added after it.
    std::string finish();

private:
    using Compress = void (*)(std::array<std::uint32_t, 8>& state, const std::byte* blocks, std::size_t count);

    Compress m_compress;
    std::array<std::uint32_t, 8> m_state;
    std::array<std::byte, 64> m_block {};
    std::size_t m_filled = 0; // bytes waiting in m_block
    std::uint64_t m_bytes = 0;
};

/// The sum over the contents of the files in the given order. Steps `progress` in MiB under the stage "checking".
std::string sha256OfFiles(const std::vector<const InputFile*>& files, const Progress& progress);

} // namespace vitrine
