// SPDX-License-Identifier: GPL-3.0-or-later
// Lines are numbered from 0 as ids, from 1 in messages.
#include "core/text/vocabulary_file.h"

#include "core/io/utf8.h"
#include "core/runtime/error.h"

#include <unordered_map>

namespace vitrine {
namespace {

    constexpr std::size_t maxBytes = std::size_t(256) << 20;
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

    [[noreturn]] void refuse(ErrorCode code, const std::string& what) { throw Refusal(code, "vocab.txt: " + what, "vocab.txt"); }

    /// Takes the first line off `bytes`, without its line end.
    std::string_view takeLine(std::string_view& bytes)
    {
        const std::size_t end = bytes.find('\n');
        std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        return line;
    }

    void warnOfDuplicates(std::size_t count, const std::string& first, std::vector<std::string>& warnings)
    {
        if (count == 0)
            return;
        const std::string lines = count == 1 ? "1 line repeats" : std::to_string(count) + " lines repeat";
        warnings.push_back("vocab.txt: " + lines + " a token (the first is '" + first + "'); of equal lines the last one counts.");
    }

} // namespace

Vocabulary readVocabularyFile(std::string_view bytes, std::vector<std::string>& warnings)
{
    if (bytes.size() > maxBytes)
        refuse(
            ErrorCode::TooLarge, "the file has " + std::to_string(bytes.size()) + " bytes, more than the 268435456 a vocabulary may have.");
    if (bytes.starts_with(byteOrderMark))
        bytes.remove_prefix(byteOrderMark.size());

    std::unordered_map<std::string_view, int> lastLine;
    std::vector<std::string_view> lines;
    std::size_t duplicates = 0;
    std::string firstDuplicate;
    while (!bytes.empty()) {
        const std::string_view line = takeLine(bytes);
        if (lines.size() >= Vocabulary::maxEntries)
            refuse(ErrorCode::TooLarge, "the file has more than the 10000000 lines a vocabulary may have.");
        if (!isUtf8(line))
            refuse(ErrorCode::BadEncoding, "line " + std::to_string(lines.size() + 1) + " is not UTF-8; save the file as UTF-8.");
        const auto id = static_cast<int>(lines.size());
        lines.push_back(line);
        if (line.empty())
            continue;
        const auto [place, isNew] = lastLine.insert_or_assign(line, id);
        if (!isNew && duplicates++ == 0)
            firstDuplicate = shortened(line, 80);
    }
    if (lastLine.empty())
        refuse(ErrorCode::MalformedFile, "the file has no token; download it again.");
    warnOfDuplicates(duplicates, firstDuplicate, warnings);

    // Earlier lines of equal tokens stay without a token: no text can give their id.
    std::vector<std::pair<std::string, int>> entries;
    entries.reserve(lastLine.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto place = lastLine.find(lines[i]);
        if (place != lastLine.end() && place->second == static_cast<int>(i))
            entries.emplace_back(lines[i], static_cast<int>(i));
    }
    return Vocabulary(std::move(entries));
}

} // namespace vitrine
