// SPDX-License-Identifier: GPL-3.0-or-later
// Lines are numbered from 0 as ids, from 1 in messages.
#include "core/text/files/vocabulary_file.h"

#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "core/text/tokenizers/text_lines.h"

#include <unordered_map>

namespace vitrine {
namespace {

void warnOfDuplicates(std::size_t count, const std::string& first, std::vector<std::string>& warnings)
{
    if (count == 0)
        return;
    const std::string lines = count == 1 ? "1 line repeats" : std::to_string(count) + " lines repeat";
    warnings.push_back(
        "vocab.txt: " + lines + " a token (the first is '" + first + "'); of equal lines the last one counts.");
}

} // namespace

Vocabulary readVocabularyFile(std::string_view bytes, std::vector<std::string>& warnings)
{
    TextLines reader(bytes, "vocab.txt");
    std::unordered_map<std::string_view, int> lastLine;
    std::vector<std::string_view> lines;
    std::size_t duplicates = 0;
    std::string firstDuplicate;
    while (const auto next = reader.next()) {
        const std::string_view line = *next;
        const auto id = static_cast<int>(lines.size());
        lines.push_back(line);
        if (line.empty())
            continue;
        const auto [place, isNew] = lastLine.insert_or_assign(line, id);
        if (!isNew && duplicates++ == 0)
            firstDuplicate = shortened(line, 80);
    }
    if (lastLine.empty())
        throw Refusal(ErrorCode::MalformedFile, "vocab.txt: the file has no token; download it again.", "vocab.txt");
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
