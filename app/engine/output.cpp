// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/output.h"

#include "core/io/files/atomic_file.h"
#include "core/io/files/system_calls.h"
#include "core/runtime/error.h"

#include <cerrno>
#include <csignal>
#include <span>

#include <sys/stat.h>
#include <unistd.h>

namespace vitrine {
namespace {

/// Where the next byte goes when standard output is a file; −1: it is none.
off_t placeInFile()
{
    struct stat status {};
    if (::fstat(STDOUT_FILENO, &status) != 0 || !S_ISREG(status.st_mode))
        return -1;
    return ::lseek(STDOUT_FILENO, 0, SEEK_CUR);
}

} // namespace

void writeToStandardOutput(std::string_view text)
{
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(STDOUT_FILENO, text.data() + written, text.size() - written);
        if (count > 0) {
            written += std::size_t(count);
            continue;
        }
        const int error = count < 0 ? errno : EIO;
        if (error == EINTR)
            continue;
        if (error == EPIPE)
            throw OutputClosed();
        // Readers of a file want whole lines, also after a failure.
        if (const off_t end = placeInFile(); end >= off_t(written) && written > 0) {
            [[maybe_unused]] const int cut = ::ftruncate(STDOUT_FILENO, end - off_t(written));
        }
        throw Refusal(ErrorCode::WriteFailed,
            "standard output cannot be written, " + whyNotWritten(error)
                + "; what was written before is whole, make room and run it again",
            "-");
    }
}

void withOutput(const std::optional<std::string>& file, const std::function<void(const TextSink&)>& produce)
{
    if (!file) {
        produce(writeToStandardOutput);
        return;
    }
    const auto saved = writeAtomically(*file, [&](const ByteSink& sink) {
        produce([&sink](std::string_view text) { sink(std::as_bytes(std::span(text))); });
    });
    if (!saved)
        throw Refusal(saved.error());
}

void ignoreOutputSignals()
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace vitrine
