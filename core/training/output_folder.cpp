// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/output_folder.h"

#include "core/io/files/atomic_file.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/text/tokenizers/tokenizer.h"
#include "core/training/training_checkpoint.h"
#include "core/training/training_document.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace vitrine {
namespace {

namespace fs = std::filesystem;

constexpr const char* lockName = ".training.lock";

[[noreturn]] void refuse(ErrorCode code, const std::string& folder, const std::string& what)
{
    throw Refusal(code, "The output folder " + shown(folder) + " " + what, "output");
}

std::vector<std::string> writtenNames()
{
    std::vector<std::string> names { "README.md", "config.json", "model.safetensors", "training.checkpoint",
        "training.json" };
    names.insert(names.end(), tokenizerFileNames().begin(), tokenizerFileNames().end());
    return names;
}

bool isLeftover(const std::string& file)
{
    static const std::vector<std::string> names = writtenNames();
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return isTemporaryOf(file, name); });
}

/// True when `read` finds what it looks for; a file that it refuses is none of a run's.
template <typename Read> bool finds(Read&& read)
{
    try {
        return read().has_value();
    } catch (const Refusal&) {
        return false;
    }
}

} // namespace

void refuseModelFolder(const fs::path& output, const fs::path& start)
{
    std::error_code error;
    for (const fs::path& place : { start, start.parent_path() }) {
        const bool isFolder
            = !start.empty() && (place == start ? fs::is_directory(place, error) : fs::is_regular_file(start, error));
        if (isFolder && fs::equivalent(output, place.empty() ? fs::path(".") : place, error))
            refuse(ErrorCode::BadArgument, output.string(),
                "holds the model that the run begins with, which would be overwritten; choose another folder.");
    }
}

OutputFolder::OutputFolder(const std::string& path)
    : m_given(path)
{
    if (path.find('\0') != std::string::npos)
        refuse(ErrorCode::UnsafePath, path, "has a NUL in its name, which no path has; choose another folder.");
    std::error_code error;
    fs::create_directories(path, error);
    if (!error)
        m_path = fs::canonical(path, error);
    if (!error && !fs::is_directory(m_path, error))
        error = std::make_error_code(std::errc::not_a_directory);
    if (error)
        refuse(ErrorCode::WriteFailed, path, "cannot be made: " + error.message() + "; choose another folder.");
    lock();
    try {
        checkContent();
        for (const auto& entry : fs::directory_iterator(m_path)) {
            if (isLeftover(entry.path().filename().string()))
                fs::remove(entry.path(), error);
        }
    } catch (...) {
        ::unlink((m_path / lockName).c_str());
        ::close(m_lock);
        throw;
    }
}

OutputFolder::~OutputFolder()
{
    ::unlink((m_path / lockName).c_str()); // before the lock is free, so that nobody else's file is removed
    ::close(m_lock);
}

void OutputFolder::lock()
{
    const std::string name = (m_path / lockName).string();
    while (true) {
        // A FIFO must not block, a link must not be followed, and nothing is written into the file.
        m_lock = ::open(name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
        struct stat opened {};
        if (m_lock < 0 || ::fstat(m_lock, &opened) != 0 || !S_ISREG(opened.st_mode)) {
            const int reason = m_lock < 0 ? errno : EINVAL;
            if (m_lock >= 0)
                ::close(m_lock);
            if (reason == ELOOP || reason == EINVAL || reason == EISDIR || reason == ENXIO)
                refuse(ErrorCode::BadArgument, m_given,
                    "has something at " + std::string(lockName)
                        + " that is no lock file of a run; remove it, or choose another folder.");
            refuse(ErrorCode::WriteFailed, m_given,
                "cannot be written: " + std::generic_category().message(reason) + "; choose another folder.");
        }
        if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
            const int reason = errno;
            ::close(m_lock);
            if (reason == EINTR)
                continue;
            if (reason == EWOULDBLOCK)
                refuse(ErrorCode::WriteFailed, m_given,
                    "belongs to a training run that is going on; wait for its end, or choose another folder.");
            refuse(ErrorCode::WriteFailed, m_given,
                "cannot be locked: " + std::generic_category().message(reason) + "; choose a folder on another disk.");
        }
        struct stat there {};
        if (::lstat(name.c_str(), &there) == 0 && there.st_ino == opened.st_ino && there.st_dev == opened.st_dev)
            return;
        ::close(m_lock); // its owner has ended and removed it in the meantime
    }
}

void OutputFolder::checkContent() const
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(m_path)) {
        const std::string name = entry.path().filename().string();
        if (name == lockName || isLeftover(name))
            continue;
        if (entry.is_symlink())
            refuse(ErrorCode::BadArgument, m_given,
                "holds the link " + shown(name)
                    + ", and a run writes through no link; remove it, or choose another folder.");
        names.push_back(name);
    }
    const std::string checkpoint = checkpointPath(m_path).filename().string();
    const auto isCheckpoint = [&](const std::string& name) { return name == checkpoint; };
    if (std::all_of(names.begin(), names.end(), isCheckpoint) || finds([&] { return finishedTraining(m_path); })
        || finds([&] { return readCheckpoint(m_path); }))
        return;
    std::sort(names.begin(), names.end());
    std::string some;
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 3); ++i)
        some += (i ? ", " : "") + shown(names[i], 40);
    refuse(ErrorCode::BadArgument, m_given,
        "holds files that are not a training run's (" + some + (names.size() > 3 ? ", …" : "")
            + "), and they stay as they are; choose a new or an empty folder.");
}

} // namespace vitrine
