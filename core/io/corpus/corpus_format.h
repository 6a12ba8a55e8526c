// SPDX-License-Identifier: GPL-3.0-or-later
// The format of a file of texts: recognised by its name, else by its first bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Layouts of text files.
enum class CorpusFormat {
    PlainText, ///< one text a line
    LabelFirst, ///< "1 the text": a digit, a blank, the text
    Tsv, ///< tab-separated, without quotes
    Csv, ///< comma-separated, RFC 4180
    JsonLines, ///< one object a line: text, text_pair, id, label
};

/// "text", "label-first", "tsv", "csv", "jsonl".
std::string_view corpusFormatName(CorpusFormat format);
std::optional<CorpusFormat> corpusFormatFromName(std::string_view name);

/// By the extension of the file name when it is known (.txt .tsv .csv .jsonl .ndjson), else by the first lines of the
/// text.
CorpusFormat detectCorpusFormat(std::string_view fileName, std::string_view beginning);

/// The column of each item; -1: there is none.
struct CorpusColumns {
    int text = 0;
    int pair = -1;
    int label = -1;
    int id = -1;
    std::size_t count = 1; ///< columns of every record
    bool fromHeader = false; ///< the first record is a header, not data
};

/// From the first record: by its names when it is a header. Otherwise the first column is the text, the second the
/// label.
CorpusColumns corpusColumns(const std::vector<std::string>& firstRecord);

} // namespace vitrine
