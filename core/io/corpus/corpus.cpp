// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the source of a corpus: a regular file, or standard input.
#include "core/io/corpus/corpus.h"

#include "core/io/files/input_file.h"
#include "core/io/files/utf8.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>
#include <unistd.h>

namespace vitrine {
namespace {

std::size_t readStandardInput(std::span<char> target)
{
    ssize_t got = 0;
    do {
        got = ::read(STDIN_FILENO, target.data(), target.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        throw Refusal(ErrorCode::Unreadable,
            "standard input: cannot be read (" + std::generic_category().message(errno) + ")", "-");
    return std::size_t(got);
}

LineReader::Source sourceOf(const std::filesystem::path& path)
{
    if (path == "-")
        return readStandardInput;
    // std::function must be copyable, and a file is not.
    const auto file = std::make_shared<InputFile>(path, path.string());
    return [file, offset = std::uint64_t(0)](std::span<char> target) mutable {
        const std::size_t bytes = std::size_t(std::min<std::uint64_t>(target.size(), file->size() - offset));
        file->read(offset, std::as_writable_bytes(target.first(bytes)));
        offset += bytes;
        return bytes;
    };
}

} // namespace

Corpus readCorpus(const std::filesystem::path& path, std::optional<CorpusFormat> format)
{
    const std::string name = path == "-" ? "standard input" : toUtf8(path.string());
    CorpusReader reader(sourceOf(path), name, format);
    Corpus corpus;
    corpus.format = reader.format();
    while (auto row = reader.next())
        corpus.rows.push_back(*std::move(row));
    corpus.badRows = reader.badRows();
    corpus.badCount = reader.badCount();
    corpus.warnings = reader.warnings();
    if (corpus.rows.empty()) {
        const std::string why = corpus.badCount == 0 ? "there are no texts in it"
                                                     : "none of its " + std::to_string(corpus.badCount)
                + " rows can be used, line " + std::to_string(corpus.badRows[0].line) + ": " + corpus.badRows[0].reason;
        throw Refusal(ErrorCode::MalformedFile, name + ": " + why, name);
    }
    return corpus;
}

} // namespace vitrine
