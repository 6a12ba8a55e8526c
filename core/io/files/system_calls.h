// SPDX-License-Identifier: GPL-3.0-or-later
// The system calls for reading and writing, as an interface. Tests replace them by a disk that fails at byte n.
#pragma once

#include <cstddef>
#include <string>
#include <sys/types.h>

namespace vitrine {

/// Why a write failed with `error` (errno), to continue a sentence: "the disk is full".
std::string whyNotWritten(int error);
/// True when the same write may succeed later, with more room. A missing folder or permission has to be mended first.
bool mayPassLater(int error);

/// The calls of the operating system. A test overrides those that must fail. Results and errno are as in POSIX.
class SystemCalls {
public:
    virtual ~SystemCalls() = default;

    virtual ssize_t pread(int file, void* target, std::size_t bytes, off_t offset) const;
    virtual ssize_t write(int file, const void* source, std::size_t bytes) const;
    virtual int fsync(int file) const;
    virtual int rename(const char* from, const char* to) const;

    /// As rename(), but fails with EEXIST when `to` exists.
    virtual int renameNew(const char* from, const char* to) const;

    /// The real system calls.
    static const SystemCalls& real();
};

} // namespace vitrine
