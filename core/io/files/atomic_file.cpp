// SPDX-License-Identifier: GPL-3.0-or-later
// Data reach the disk before the rename, and the rename before success is reported; otherwise a power cut leaves an
// empty file.
#include "core/io/files/atomic_file.h"

#include "core/runtime/visible_text.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <random>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace vitrine {
namespace {

namespace fs = std::filesystem;

// write() takes at most 2³¹ − 4096 bytes at a time. Smaller pieces detect a full disk earlier.
constexpr std::size_t pieceBytes = std::size_t(16) << 20;

constexpr unsigned temporaryNumbers = 1'000'000; // six digits at most

/// What the name of a temporary file begins with; a number follows.
std::string temporaryStart(const std::string& name) { return "." + name.substr(0, 200) + "."; }

class Temporary {
public:
    Temporary(const fs::path& target, const SystemCalls& calls)
        : m_calls(calls)
    {
        std::random_device random;
        const std::string start = (target.parent_path() / temporaryStart(target.filename().string())).string();
        do { // not mkstemp(): it ignores the mode that the umask gives a new file
            m_path = start + std::to_string(random() % temporaryNumbers);
            m_file = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        } while (m_file < 0 && errno == EEXIST);
        if (m_file < 0) {
            m_error = errno;
            m_path.clear();
        }
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    ~Temporary()
    {
        close();
        if (!m_path.empty())
            ::unlink(m_path.c_str());
    }

    int error() const { return m_error; }

    void setMode(mode_t mode)
    {
        if (m_error == 0 && ::fchmod(m_file, mode) != 0)
            m_error = errno;
    }

    void write(std::span<const std::byte> bytes)
    {
        while (m_error == 0 && !bytes.empty()) {
            const ssize_t written = m_calls.write(m_file, bytes.data(), std::min(bytes.size(), pieceBytes));
            if (written > 0)
                bytes = bytes.subspan(std::size_t(written));
            else if (written == 0)
                m_error = EIO; // no progress and no reason
            else if (errno != EINTR)
                m_error = errno;
        }
    }

    void moveTo(const fs::path& target, bool replacing)
    {
        sync(m_file);
        if (const int closed = close(); m_error == 0)
            m_error = closed; // network disks report a full disk only here
        if (m_error != 0)
            return;
        const int renamed = replacing ? m_calls.rename(m_path.c_str(), target.c_str())
                                      : m_calls.renameNew(m_path.c_str(), target.c_str());
        if (renamed != 0) {
            m_error = errno;
            return;
        }
        m_moved = true;
        m_path.clear(); // nothing is left to unlink
        const int folder = ::open(target.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder >= 0) {
            sync(folder);
            ::close(folder);
        }
    }

    /// True when the new file is in its place, even if a later step failed.
    bool isMoved() const { return m_moved; }

private:
    void sync(int file)
    {
        while (m_error == 0 && m_calls.fsync(file) != 0) {
            if (errno == EINVAL || errno == EROFS) // some file systems cannot flush a folder
                return;
            if (errno != EINTR)
                m_error = errno;
        }
    }

    int close()
    {
        const int file = m_file;
        m_file = -1;
        return file >= 0 && ::close(file) != 0 && errno != EINTR ? errno : 0;
    }

    const SystemCalls& m_calls;
    std::string m_path;
    int m_file = -1;
    int m_error = 0;
    bool m_moved = false;
};

// Ends `produce` at the first write that fails.
struct WriteFailure { };

void writeTo(Temporary& temporary, const std::function<void(const ByteSink&)>& produce)
{
    try {
        produce([&temporary](std::span<const std::byte> bytes) {
            temporary.write(bytes);
            if (temporary.error() != 0)
                throw WriteFailure();
        });
    } catch (const WriteFailure&) {
        return; // `temporary` knows why
    }
}

// The file that is really written. A broken link names the file that will be created.
fs::path resolved(const fs::path& path, std::error_code& error)
{
    fs::path target = fs::absolute(path, error);
    for (int links = 0; !error && fs::is_symlink(fs::symlink_status(target, error)); ++links) {
        error.clear();
        if (links == 40) {
            error = std::make_error_code(std::errc::too_many_symbolic_link_levels);
            break;
        }
        const fs::path next = fs::read_symlink(target, error);
        target = next.is_absolute() ? next : target.parent_path() / next;
    }
    if (error == std::errc::no_such_file_or_directory)
        error.clear(); // of symlink_status: the file is new
    return target;
}

enum class Place {
    Linked, ///< where a link leads
    Itself, ///< the name itself: a link there is refused
    New, ///< a name that does not exist yet
};

Result<void> save(
    const fs::path& path, const std::function<void(const ByteSink&)>& produce, const SystemCalls& calls, Place place)
{
    const std::string shown = visible(path.string());
    const auto failed = [&shown](int error, const char* state) {
        if (error == EEXIST)
            return Error { ErrorCode::BadArgument,
                shown + ": there is already something of that name, and it stays; choose another name", shown, {} };
        return Error { mayPassLater(error) ? ErrorCode::WriteFailed : ErrorCode::Unreadable,
            shown + ": cannot be saved, " + whyNotWritten(error) + "; " + state, shown, {} };
    };
    if (path.native().find('\0') != std::string::npos)
        return Error { ErrorCode::UnsafePath,
            '"' + vitrine::shown(path.native()) + "\" holds a NUL, which no path has; name the file itself", "path",
            {} };
    constexpr auto untouched = "nothing was changed";

    std::error_code error;
    const fs::path target = place == Place::Itself ? fs::absolute(path, error) : resolved(path, error);
    if (error)
        return failed(error.value(), untouched);
    if (place == Place::Itself && fs::is_symlink(fs::symlink_status(target, error)))
        return Error { ErrorCode::WriteFailed,
            shown + ": is a link, and what it leads to stays as it is; remove the link, or choose another folder",
            shown, {} };
    if (place == Place::New && fs::exists(fs::symlink_status(path, error)))
        return failed(EEXIST, untouched);
    if (const auto status = fs::status(target, error); fs::exists(status) && !fs::is_regular_file(status))
        return failed(fs::is_directory(status) ? EISDIR : EINVAL, untouched);
    struct stat old {};
    const bool exists = ::stat(target.c_str(), &old) == 0;
    if (exists
        && ::access(target.c_str(), W_OK) != 0) // rename() would replace it although its owner has made it read-only
        return failed(errno, untouched);
    Temporary temporary(target, calls);
    if (exists)
        temporary.setMode(old.st_mode & 07777);
    if (temporary.error() == 0)
        writeTo(temporary, produce);
    if (temporary.error() == 0)
        temporary.moveTo(target, place != Place::New);
    if (temporary.error() != 0)
        return failed(temporary.error(), temporary.isMoved() ? "the new file may not outlive a power cut" : untouched);
    return {};
}

} // namespace

Result<void> writeAtomically(
    const fs::path& path, const std::function<void(const ByteSink&)>& produce, const SystemCalls& calls)
{
    return save(path, produce, calls, Place::Linked);
}

Result<void> writeItselfAtomically(
    const fs::path& path, const std::function<void(const ByteSink&)>& produce, const SystemCalls& calls)
{
    return save(path, produce, calls, Place::Itself);
}

bool isTemporaryOf(std::string_view file, const std::string& name)
{
    const std::string start = temporaryStart(name);
    if (!file.starts_with(start))
        return false;
    file.remove_prefix(start.size());
    return !file.empty() && file.size() <= std::to_string(temporaryNumbers - 1).size()
        && std::all_of(file.begin(), file.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> writeNewAtomically(
    const fs::path& path, const std::function<void(const ByteSink&)>& produce, const SystemCalls& calls)
{
    return save(path, produce, calls, Place::New);
}

Result<void> writeAtomically(const fs::path& path, std::string_view bytes, const SystemCalls& calls)
{
    return writeAtomically(path, [bytes](const ByteSink& sink) { sink(std::as_bytes(std::span(bytes))); }, calls);
}

} // namespace vitrine
