// SPDX-License-Identifier: GPL-3.0-or-later
// Texts from files. A bad row does not stop the reading of other rows. It is counted and listed.
#pragma once

#include "core/io/corpus/corpus_format.h"
#include "core/io/files/line_reader.h"
#include "core/runtime/error.h"
#include "core/runtime/progress.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
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

/// What a file has next.
using CorpusItem = std::variant<CorpusRow, BadRow>;

/// Reads texts one by one.
class CorpusReader {
public:
    /// `name` is shown in messages and, without `format`, decides it together with the first lines.
    /// Throws Refusal: BadEncoding (UTF-16), MalformedFile (compressed).
    CorpusReader(LineReader::Source source, std::string name, std::optional<CorpusFormat> format = {});

    /// The next row, usable or not; nothing at the end. Throws Refusal(MalformedFile) when so much of the file cannot
    /// be used that it is none of texts, and what `source` throws.
    std::optional<CorpusItem> nextItem();
    /// The next usable row; nothing at the end. Throws what nextItem() throws.
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
    std::optional<CorpusItem> parse(Record& record);
    void refuseUnusable() const;
    CorpusRow parseJson(const Record& record) const;
    CorpusRow parseColumns(const Record& record) const;
    BadRow bad(long line, std::string reason);
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

/// Rows one by one, from wherever they come.
class RowSource {
public:
    virtual ~RowSource() = default;

    /// The next row, usable or not; nothing at the end.
    virtual std::optional<CorpusItem> next() = 0;
    /// Which share of all has been read, from 0 to 1; 0: not known.
    virtual double share() const = 0;
    virtual const std::string& name() const = 0; ///< for sentences
};

/// The rows of a file, or of standard input for "-". Cancelling is heard while a source gives nothing.
class CorpusFile : public RowSource {
public:
    /// `progress` must live as long. Throws Refusal: NotFound, Unreadable, BadEncoding, MalformedFile.
    CorpusFile(const std::filesystem::path& path, const Progress& progress, std::optional<CorpusFormat> format = {});

    /// Throws what CorpusReader::nextItem() throws, and Cancelled.
    std::optional<CorpusItem> next() override { return m_reader->nextItem(); }
    double share() const override { return m_size > 0 ? double(*m_bytesRead) / double(m_size) : 0; }
    const std::string& name() const override { return m_name; }
    const CorpusReader& reader() const { return *m_reader; }

private:
    std::string m_name;
    std::shared_ptr<std::uint64_t> m_bytesRead = std::make_shared<std::uint64_t>(0);
    std::uint64_t m_size = 0; // in bytes; 0: not known
    std::unique_ptr<CorpusReader> m_reader;
};

/// Rows that are in memory already.
class GivenRows : public RowSource {
public:
    explicit GivenRows(std::vector<CorpusRow> rows)
        : m_rows(std::move(rows))
    {
    }

    std::optional<CorpusItem> next() override;
    double share() const override { return m_rows.empty() ? 1 : double(m_next) / double(m_rows.size()); }
    const std::string& name() const override { return m_name; }

private:
    std::string m_name = "the texts";
    std::vector<CorpusRow> m_rows;
    std::size_t m_next = 0;
};

/// A whole file of texts.
struct Corpus {
    CorpusFormat format = CorpusFormat::PlainText;
    std::vector<CorpusRow> rows;
    std::vector<BadRow> badRows; ///< the first 100
    long badCount = 0;
    std::vector<std::string> warnings;
};

/// Reads all of `path`, or of standard input for "-". For what needs every text at once; others read a CorpusFile.
/// Throws what CorpusFile throws, and Refusal(MalformedFile) when there is no usable row, or texts that take more than
/// 1 GiB of memory.
Corpus readCorpus(
    const std::filesystem::path& path, const Progress& progress = {}, std::optional<CorpusFormat> format = {});

} // namespace vitrine
