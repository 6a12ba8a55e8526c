// SPDX-License-Identifier: GPL-3.0-or-later
// Texts from files. A bad row does not stop the reading of other rows. It is counted and listed.
#pragma once

#include "core/io/corpus/corpus_format.h"
#include "core/io/files/line_reader.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// One row with its text.
struct CorpusRow {
    long row = 0; ///< from 1; a header is not counted, bad rows are
    std::string id; ///< from the file, else the row number
    std::string text; ///< UTF-8, not empty
    std::optional<std::string> pair;
    std::optional<std::string> label; ///< as text, also when the file has a number
};

/// One row that could not be used.
struct BadRow {
    long row = 0;
    long line = 0; ///< of the file, from 1
    std::string reason; ///< continues "row 3, line 4: …"
};

/// Reads texts one by one.
class CorpusReader {
public:
    /// `name` is shown in messages and, without `format`, decides it together with the first lines.
    /// Throws Refusal: BadEncoding (UTF-16), MalformedFile (compressed).
    CorpusReader(LineReader::Source source, std::string name, std::optional<CorpusFormat> format = {});

    /// The next usable row; nothing at the end.
    std::optional<CorpusRow> next();

    CorpusFormat format() const { return m_format; }
    const std::vector<BadRow>& badRows() const { return m_badRows; } ///< the first 100
    long badCount() const { return m_badCount; }
    /// Warnings so far, as whole sentences.
    std::vector<std::string> warnings() const;

private:
    struct Record;

    bool readLine(std::string& line);
    bool readRecord(Record& record);
    std::optional<CorpusRow> parse(Record& record);
    CorpusRow parseJson(const Record& record) const;
    CorpusRow parseColumns(const Record& record) const;
    void addBad(long line, std::string reason);
    void note(const CorpusRow& row);

    LineReader m_lines;
    std::string m_name;
    CorpusFormat m_format = CorpusFormat::PlainText;
    std::optional<CorpusColumns> m_columns; // known after the first record
    long m_row = 0;
    std::vector<BadRow> m_badRows;
    long m_badCount = 0;
    long m_badBytes = 0; // not UTF-8
    std::vector<long> m_badLines; // where the first of them are
    long m_longTexts = 0;
    long m_firstLongText = 0;
    long m_labelled = 0;
    long m_unlabelled = 0;
};

/// A whole file of texts.
struct Corpus {
    CorpusFormat format = CorpusFormat::PlainText;
    std::vector<CorpusRow> rows;
    std::vector<BadRow> badRows; ///< the first 100
    long badCount = 0;
    std::vector<std::string> warnings;
};

/// Reads all of `path`, or of standard input for "-". Throws Refusal: NotFound, Unreadable, BadEncoding, MalformedFile
/// (no usable row).
Corpus readCorpus(const std::filesystem::path& path, std::optional<CorpusFormat> format = {});

} // namespace vitrine
