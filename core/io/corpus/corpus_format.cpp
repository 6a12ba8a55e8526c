// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of names: file name extensions, and column names of published data sets.
#include "core/io/corpus/corpus_format.h"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

struct FormatRow {
    CorpusFormat format;
    std::string_view name;
};

constexpr std::array formatRows {
    FormatRow { CorpusFormat::PlainText, "text" },
    FormatRow { CorpusFormat::LabelFirst, "label-first" },
    FormatRow { CorpusFormat::Tsv, "tsv" },
    FormatRow { CorpusFormat::Csv, "csv" },
    FormatRow { CorpusFormat::JsonLines, "jsonl" },
};

constexpr std::array<std::pair<std::string_view, CorpusFormat>, 5> extensions { {
    { ".txt", CorpusFormat::PlainText },
    { ".tsv", CorpusFormat::Tsv },
    { ".csv", CorpusFormat::Csv },
    { ".jsonl", CorpusFormat::JsonLines },
    { ".ndjson", CorpusFormat::JsonLines },
} };

constexpr std::array<std::string_view, 5> textNames { "text", "sentence", "review", "sentence1", "content" };
constexpr std::array<std::string_view, 3> pairNames { "text_pair", "pair", "sentence2" };
constexpr std::array<std::string_view, 3> labelNames { "label", "labels", "class" };
constexpr std::array<std::string_view, 3> idNames { "id", "idx", "index" };

std::string lowered(std::string_view text)
{
    const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    std::string result(text.substr(first, text.find_last_not_of(' ') + 1 - first));
    std::transform(result.begin(), result.end(), result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 'a' - 'A') : c; });
    return result;
}

template <typename Names> int columnOf(const std::vector<std::string>& cells, const Names& names)
{
    for (const std::string_view name : names) { // the order of the names decides, not that of the columns
        const auto found = std::find(cells.begin(), cells.end(), name);
        if (found != cells.end())
            return int(found - cells.begin());
    }
    return -1;
}

bool isLabelFirst(std::string_view line)
{
    return line.size() > 2 && line[0] >= '0' && line[0] <= '9' && line[1] == ' ';
}

} // namespace

std::string_view corpusFormatName(CorpusFormat format) { return formatRows[std::size_t(format)].name; }

std::optional<CorpusFormat> corpusFormatFromName(std::string_view name)
{
    for (const FormatRow& row : formatRows) {
        if (row.name == name)
            return row.format;
    }
    return std::nullopt;
}

CorpusFormat detectCorpusFormat(std::string_view fileName, std::string_view beginning)
{
    const std::string name = lowered(fileName);
    for (const auto& [end, format] : extensions) {
        if (name.ends_with(end))
            return format;
    }
    bool labels = true, tabs = true, objects = true;
    int lines = 0;
    while (!beginning.empty() && lines < 50) {
        const std::size_t lf = beginning.find('\n');
        if (lf == std::string_view::npos && lines > 0)
            break; // the last line may be cut
        const std::string_view line = beginning.substr(0, lf);
        beginning.remove_prefix(lf == std::string_view::npos ? beginning.size() : lf + 1);
        if (line.find_first_not_of(" \r") == std::string_view::npos)
            continue;
        ++lines;
        labels &= isLabelFirst(line);
        tabs &= line.find('\t') != std::string_view::npos;
        objects &= line.starts_with('{');
    }
    if (lines == 0)
        return CorpusFormat::PlainText;
    return objects ? CorpusFormat::JsonLines
        : labels   ? CorpusFormat::LabelFirst
        : tabs     ? CorpusFormat::Tsv
                   : CorpusFormat::PlainText;
}

CorpusColumns corpusColumns(const std::vector<std::string>& firstRecord)
{
    std::vector<std::string> names;
    std::transform(firstRecord.begin(), firstRecord.end(), std::back_inserter(names), lowered);
    CorpusColumns columns { columnOf(names, textNames), columnOf(names, pairNames), columnOf(names, labelNames),
        columnOf(names, idNames), names.size(), false };
    // One name alone could be a text that happens to be "review".
    columns.fromHeader
        = columns.text >= 0 && (names.size() == 1 || columns.pair >= 0 || columns.label >= 0 || columns.id >= 0);
    if (!columns.fromHeader)
        return { 0, -1, names.size() > 1 ? 1 : -1, -1, names.size(), false };
    return columns;
}

} // namespace vitrine
