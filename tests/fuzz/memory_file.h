// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as a regular file that is on no disk.
#pragma once

#include "core/io/files/input_file.h"
#include "tests/fuzz/require.h"

#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace vitrine {

/// Calls `use` with a file of these bytes; passes on what it throws.
template <typename Use> void withMemoryFile(std::string_view bytes, Use&& use)
{
    const struct Descriptor {
        int number = ::memfd_create("input", MFD_CLOEXEC);
        ~Descriptor() { ::close(number); }
    } file;
    require(file.number >= 0 && ::write(file.number, bytes.data(), bytes.size()) == ssize_t(bytes.size()),
        "there is memory for the input");
    use(InputFile("/proc/self/fd/" + std::to_string(file.number), "input"));
}

} // namespace vitrine
