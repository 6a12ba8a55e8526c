// SPDX-License-Identifier: GPL-3.0-or-later
// Passes every call to the operating system.
#include "core/io/files/system_calls.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace vitrine {

std::string whyNotWritten(int error)
{
    switch (error) {
    case ENOSPC:
        return "the disk is full";
    case EDQUOT:
        return "the quota is used up";
    case EFBIG:
        return "the file would be larger than is allowed here";
    case EROFS:
        return "the disk is read-only";
    case EACCES:
    case EPERM:
        return "there is no permission to write there";
    case ENOENT:
    case ENOTDIR:
        return "there is no such folder";
    case EISDIR:
        return "it is a folder";
    default:
        return std::generic_category().message(error);
    }
}

bool mayPassLater(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO; }

ssize_t SystemCalls::pread(int file, void* target, std::size_t bytes, off_t offset) const
{
    return ::pread(file, target, bytes, offset);
}

ssize_t SystemCalls::write(int file, const void* source, std::size_t bytes) const
{
    return ::write(file, source, bytes);
}

int SystemCalls::fsync(int file) const { return ::fsync(file); }

int SystemCalls::rename(const char* from, const char* to) const { return std::rename(from, to); }

int SystemCalls::renameNew(const char* from, const char* to) const
{
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (::access(to, F_OK) == 0) { // this file system cannot check and rename in one call
        errno = EEXIST;
        return -1;
    }
    return rename(from, to);
}

const SystemCalls& SystemCalls::real()
{
    static const SystemCalls calls;
    return calls;
}

} // namespace vitrine
