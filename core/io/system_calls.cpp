// SPDX-License-Identifier: GPL-3.0-or-later
// Hands every call to the operating system.
#include "core/io/system_calls.h"

#include <cstdio>
#include <unistd.h>

namespace vitrine {

ssize_t SystemCalls::pread(int file, void* target, std::size_t bytes, off_t offset) const { return ::pread(file, target, bytes, offset); }

ssize_t SystemCalls::write(int file, const void* source, std::size_t bytes) const { return ::write(file, source, bytes); }

int SystemCalls::fsync(int file) const { return ::fsync(file); }

int SystemCalls::rename(const char* from, const char* to) const { return std::rename(from, to); }

const SystemCalls& SystemCalls::real()
{
    static const SystemCalls calls;
    return calls;
}

} // namespace vitrine
