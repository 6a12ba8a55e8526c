// SPDX-License-Identifier: GPL-3.0-or-later
// The calls that reading and saving are made of, as a seam: tests put a disk that fails at byte n in their place.
#pragma once

#include <cstddef>
#include <sys/types.h>

namespace vitrine {

/// The operating system's own calls; a test overrides what shall fail. Results and errno as in POSIX.
class SystemCalls {
public:
    virtual ~SystemCalls() = default;

    virtual ssize_t pread(int file, void* target, std::size_t bytes, off_t offset) const;
    virtual ssize_t write(int file, const void* source, std::size_t bytes) const;
    virtual int fsync(int file) const;
    virtual int rename(const char* from, const char* to) const;

    /// As rename(), but fails with EEXIST when there is something at `to`.
    virtual int renameNew(const char* from, const char* to) const;

    /// The real ones.
    static const SystemCalls& real();
};

} // namespace vitrine
