// SPDX-License-Identifier: GPL-3.0-or-later
// open() with O_NONBLOCK so that a FIFO without a writer does not hang; then only regular files are read.
#include "core/io/files/input_file.h"

#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace vitrine {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void refuseOpen(int error, const std::filesystem::path& path, const std::string& name)
{
    std::error_code ignored;
    if (error == ENOENT && std::filesystem::is_symlink(path, ignored))
        throw Refusal(
            ErrorCode::NotFound, name + ": is a link to a file that does not exist; fetch the file again", name);
    if (error == ENOENT || error == ENOTDIR)
        throw Refusal(ErrorCode::NotFound, name + ": there is no such file; check the name", name);
    if (error == ELOOP)
        throw Refusal(ErrorCode::Unreadable, name + ": is a link that leads to itself; fetch the file again", name);
    if (error == EACCES || error == EPERM)
        throw Refusal(
            ErrorCode::Unreadable, name + ": there is no permission to read it; change its permissions", name);
    if (error == ENXIO) // the error for a socket
        throw Refusal(
            ErrorCode::Unreadable, name + ": is a socket or device, not a file; put the file in its place", name);
    throw Refusal(
        ErrorCode::Unreadable, name + ": cannot be opened (" + reason(error) + "); check the disk it is on", name);
}

const char* kindOf(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a directory";
    if (S_ISFIFO(mode))
        return "a FIFO";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

} // namespace

InputFile::InputFile(const std::filesystem::path& path, const std::string& name, const SystemCalls& calls)
    : m_calls(calls)
    , m_name(visible(name.empty() ? path.filename().string() : name))
{
    if (path.native().find('\0') != std::string::npos)
        throw Refusal(ErrorCode::UnsafePath,
            "\"" + shown(path.native()) + "\" holds a NUL, which no path has; name the file itself", m_name);
    do {
        m_file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    } while (m_file < 0 && errno == EINTR);
    if (m_file < 0)
        refuseOpen(errno, path, m_name);
    struct stat status {};
    const bool known = ::fstat(m_file, &status) == 0;
    if (!known || !S_ISREG(status.st_mode)) {
        ::close(m_file); // the destructor does not run when the constructor throws
        throw Refusal(ErrorCode::Unreadable,
            m_name + ": is " + (known ? kindOf(status.st_mode) : "not readable")
                + ", not a file; put the file in its place",
            m_name);
    }
    m_size = std::uint64_t(status.st_size);
    m_changed = status.st_mtim;
}

InputFile::~InputFile()
{
    if (m_file >= 0)
        ::close(m_file);
}

InputFile::InputFile(InputFile&& other) noexcept
    : m_calls(other.m_calls)
    , m_name(std::move(other.m_name))
    , m_file(std::exchange(other.m_file, -1))
    , m_size(other.m_size)
    , m_changed(other.m_changed)
{
}

void InputFile::read(std::uint64_t offset, std::span<std::byte> target) const
{
    if (offset > m_size || target.size() > m_size - offset)
        throw Refusal(ErrorCode::TruncatedFile,
            m_name + ": has " + std::to_string(m_size)
                + " bytes, more are needed; the file is cut short, fetch it again",
            m_name);
    std::size_t done = 0;
    while (done < target.size()) {
        const ssize_t got = m_calls.pread(m_file, target.data() + done, target.size() - done, off_t(offset + done));
        if (got > 0) {
            done += std::size_t(got);
        } else if (got == 0) {
            throw Refusal(ErrorCode::Unreadable,
                m_name + ": changed while it was read (it is shorter now); open it again", m_name);
        } else if (errno != EINTR && errno != EAGAIN) {
            throw Refusal(ErrorCode::Unreadable,
                m_name + ": cannot be read (" + reason(errno) + "); check the disk it is on", m_name);
        }
    }
    checkUnchanged();
}

std::string InputFile::readAll(std::uint64_t limit, const Progress& progress) const
{
    if (m_size > limit)
        throw Refusal(ErrorCode::TooLarge,
            m_name + ": " + std::to_string(m_size) + " bytes, at most " + std::to_string(limit)
                + " are read of such a file; check that it is the right file",
            m_name);
    constexpr std::size_t piece = std::size_t(4) << 20;
    std::string bytes(m_size, '\0');
    const auto target = std::as_writable_bytes(std::span(bytes));
    for (std::size_t done = 0; done < target.size(); done += piece) {
        progress.check();
        read(done, target.subspan(done, std::min(piece, target.size() - done)));
    }
    return bytes;
}

void InputFile::checkUnchanged() const
{
    struct stat status {};
    if (::fstat(m_file, &status) != 0 || std::uint64_t(status.st_size) != m_size
        || status.st_mtim.tv_sec != m_changed.tv_sec || status.st_mtim.tv_nsec != m_changed.tv_nsec)
        throw Refusal(ErrorCode::Unreadable, m_name + ": changed while it was read; open it again", m_name);
}

} // namespace vitrine
