// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the source of a corpus: a regular file, or standard input.
#include "core/io/corpus/corpus.h"

#include "core/io/files/input_file.h"
#include "core/io/files/utf8.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <poll.h>
#include <unistd.h>

namespace vitrine {
namespace {

constexpr std::size_t mostTextBytes = std::size_t(1) << 30; // that are held in memory at once
constexpr int heardEvery = 100; // milliseconds between two looks at the request to cancel

std::size_t readStandardInput(std::span<char> target, const Progress& progress)
{
    pollfd wanted { STDIN_FILENO, POLLIN, 0 };
    ssize_t got = -1;
    while (got < 0) {
        progress.check();
        const int ready = ::poll(&wanted, 1, heardEvery);
        if (ready > 0)
            got = ::read(STDIN_FILENO, target.data(), target.size());
        if ((ready < 0 || (ready > 0 && got < 0)) && errno != EINTR && errno != EAGAIN)
            throw Refusal(ErrorCode::Unreadable,
                "standard input: cannot be read (" + std::generic_category().message(errno) + "); give a file instead",
                "-");
    }
    return std::size_t(got);
}

} // namespace

CorpusFile::CorpusFile(const std::filesystem::path& path, const Progress& progress, std::optional<CorpusFormat> format)
    : m_name(path == "-" ? "standard input" : visible(toUtf8(path.string())))
{
    LineReader::Source source;
    if (path == "-") {
        source = [&progress, read = m_bytesRead](std::span<char> target) {
            const std::size_t bytes = readStandardInput(target, progress);
            *read += bytes;
            return bytes;
        };
    } else {
        // std::function must be copyable, and a file is not.
        const auto file = std::make_shared<InputFile>(path, path.string());
        m_size = file->size();
        source = [&progress, file, read = m_bytesRead](std::span<char> target) {
            progress.check();
            const auto bytes = std::size_t(std::min<std::uint64_t>(target.size(), file->size() - *read));
            file->read(*read, std::as_writable_bytes(target.first(bytes)));
            *read += bytes;
            return bytes;
        };
    }
    m_reader = std::make_unique<CorpusReader>(std::move(source), m_name, format);
}

std::optional<CorpusItem> GivenRows::next()
{
    return m_next < m_rows.size() ? std::optional<CorpusItem>(std::move(m_rows[m_next++])) : std::nullopt;
}

Corpus readCorpus(const std::filesystem::path& path, const Progress& progress, std::optional<CorpusFormat> format)
{
    CorpusFile file(path, progress, format);
    const CorpusReader& reader = file.reader();
    Corpus corpus;
    corpus.format = reader.format();
    std::size_t bytes = 0;
    while (auto item = file.next()) {
        auto* row = std::get_if<CorpusRow>(&*item);
        if (row == nullptr)
            continue;
        bytes += sizeof(CorpusRow) + row->text.size();
        if (bytes > mostTextBytes)
            throw Refusal(ErrorCode::TooLarge,
                file.name() + ": its texts take more than " + std::to_string(mostTextBytes >> 20)
                    + " MiB of memory together; give a part of it",
                file.name());
        corpus.rows.push_back(std::move(*row));
    }
    corpus.badRows = reader.badRows();
    corpus.badCount = reader.badCount();
    corpus.warnings = reader.warnings();
    if (corpus.rows.empty()) {
        const std::string why = corpus.badCount == 0 ? "there are no texts in it; give a file with one text a line"
                                                     : "none of its " + std::to_string(corpus.badCount)
                + " rows can be used, line " + std::to_string(corpus.badRows[0].line) + ": " + corpus.badRows[0].reason;
        throw Refusal(ErrorCode::MalformedFile, file.name() + ": " + why, file.name());
    }
    return corpus;
}

} // namespace vitrine
