// SPDX-License-Identifier: GPL-3.0-or-later
// Reads lines, joins them to records and converts these to rows, one at a time.
#include "core/io/corpus/corpus.h"
#include "core/io/corpus/csv_record.h"
#include "core/io/files/utf8.h"
#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t listedBadRows = 100;
constexpr std::size_t listedBadLines = 10;
constexpr long manyBadRows = 10'000; // nearly all of so many: the rest will be no better
constexpr std::size_t endlessLine = 16 * maxRecordBytes; // nobody wrote such a line, and it may have no end
constexpr std::size_t longText = 100'000; // bytes; far beyond what any model reads

constexpr std::array compressedMagics { "\x1F\x8B"sv, "\x28\xB5\x2F\xFD"sv, "\xFD\x37\x7A\x58\x5A"sv, "PK\x03\x04"sv };

bool isBlank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

std::string counted(long count, std::string_view noun)
{
    return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

std::optional<std::string> textOf(const std::optional<JsonField>& field)
{
    if (!field)
        return std::nullopt;
    if (field->json().is_structured())
        field->refuse("be a string or a number");
    return field->json().is_string() ? field->string() : field->json().dump();
}

// Thrown and caught in this file: a row that is skipped.
struct RowProblem {
    std::string reason;
};

} // namespace

struct CorpusReader::Record {
    long line = 0;
    std::string text; // the line, for formats without columns
    std::vector<std::string> cells;
    std::string problem;
};

CorpusReader::CorpusReader(LineReader::Source source, std::string name, std::optional<CorpusFormat> format)
    : m_lines(std::move(source), maxRecordBytes, endlessLine)
    , m_name(std::move(name))
{
    std::string_view beginning = m_lines.peek();
    if (beginning.starts_with("\xFF\xFE"sv) || beginning.starts_with("\xFE\xFF"sv))
        throw Refusal(ErrorCode::BadEncoding, m_name + ": is UTF-16; convert it to UTF-8", m_name);
    if (std::any_of(compressedMagics.begin(), compressedMagics.end(),
            [&](std::string_view magic) { return beginning.starts_with(magic); }))
        throw Refusal(ErrorCode::MalformedFile, m_name + ": is compressed; unpack it first", m_name);
    if (beginning.starts_with("\xEF\xBB\xBF"sv)) {
        m_lines.skip(3);
        beginning.remove_prefix(3);
    }
    m_format = format ? *format : detectCorpusFormat(m_name, beginning);
}

bool CorpusReader::readLine(std::string& line)
{
    if (!m_lines.next(line))
        return false;
    if (m_lines.wasEndless())
        throw Refusal(ErrorCode::MalformedFile,
            m_name + ": line " + std::to_string(m_lines.number()) + " does not end within "
                + std::to_string(endlessLine >> 20) + " MiB; this is no file of texts, which have one a line",
            m_name);
    if (isUtf8(line))
        return true;
    std::string_view rest = line;
    while (!rest.empty()) {
        const int length = utf8SequenceLength(rest);
        m_badBytes += length == 0 ? 1 : 0;
        rest.remove_prefix(std::size_t(std::max(length, 1)));
    }
    if (m_badLines.size() <= listedBadLines)
        m_badLines.push_back(m_lines.number());
    line = toUtf8(line);
    return true;
}

bool CorpusReader::readRecord(Record& record)
{
    std::string line;
    do {
        if (!readLine(line))
            return false;
    } while (isBlank(line) && !m_lines.wasTooLong());
    record = {};
    record.line = m_lines.number();
    const auto tooLong = [this, &record] {
        if (m_lines.wasTooLong())
            record.problem = "it is longer than " + std::to_string(maxRecordBytes) + " bytes";
    };
    tooLong();
    if (m_format == CorpusFormat::Tsv) {
        record.cells = tabSeparated(line);
        if (record.cells.size() > maxColumns)
            record.problem = "it has more than " + std::to_string(maxColumns) + " columns";
    } else if (m_format == CorpusFormat::Csv) {
        CsvRecord csv(',');
        csv.feed(line);
        while (csv.isOpen() && record.problem.empty()) {
            if (csv.bytes() > maxRecordBytes)
                record.problem
                    = "a quote that begins in it is not closed within " + std::to_string(maxRecordBytes) + " bytes";
            else if (!readLine(line))
                record.problem = "a quote that begins in it is never closed";
            else
                csv.feed(line);
            tooLong();
        }
        record.cells = csv.cells();
        if (record.problem.empty())
            record.problem = csv.problem();
    } else {
        record.text = std::move(line);
    }
    return true;
}

CorpusRow CorpusReader::parseJson(const Record& record) const
{
    CorpusRow row;
    try {
        const nlohmann::json document
            = vitrine::parseJson(record.text, "record", { maxRecordBytes, 64, 1'000'000, maxRecordBytes });
        const JsonField object(document, "record");
        row.text = object.at("text").string();
        row.pair = textOf(object.find("text_pair"));
        row.label = textOf(object.find("label"));
        row.id = textOf(object.find("id")).value_or("");
    } catch (const Refusal& refusal) {
        throw RowProblem { refusal.error().message };
    }
    return row;
}

CorpusRow CorpusReader::parseColumns(const Record& record) const
{
    const auto& cells = record.cells;
    if (cells.size() != m_columns->count)
        throw RowProblem { "it has " + std::to_string(cells.size()) + " columns, the first row has "
            + std::to_string(m_columns->count) };
    const auto cell
        = [&cells](int column) { return column < 0 ? std::optional<std::string>() : cells[std::size_t(column)]; };
    return { 0, cell(m_columns->id).value_or(""), *cell(m_columns->text), cell(m_columns->pair),
        cell(m_columns->label) };
}

std::optional<CorpusItem> CorpusReader::parse(Record& record)
{
    const bool hasColumns = m_format == CorpusFormat::Tsv || m_format == CorpusFormat::Csv;
    if (hasColumns && !m_columns && record.problem.empty()) {
        m_columns = corpusColumns(record.cells);
        if (m_columns->fromHeader)
            return std::nullopt;
    }
    ++m_row;
    try {
        if (!record.problem.empty())
            throw RowProblem { record.problem };
        CorpusRow row;
        if (hasColumns) {
            row = parseColumns(record);
        } else if (m_format == CorpusFormat::JsonLines) {
            row = parseJson(record);
        } else if (m_format == CorpusFormat::LabelFirst) {
            if (record.text.size() < 2 || record.text[0] < '0' || record.text[0] > '9' || record.text[1] != ' ')
                throw RowProblem { "it does not begin with a label (a digit and a blank)" };
            row.label = record.text.substr(0, 1);
            row.text = record.text.substr(2);
        } else {
            row.text = std::move(record.text);
        }
        if (isBlank(row.text))
            throw RowProblem { "its text is empty" };
        if (row.text.size() > maxFieldBytes || (row.pair && row.pair->size() > maxFieldBytes))
            throw RowProblem { "its text is longer than " + std::to_string(maxFieldBytes) + " bytes" };
        if (row.label && row.label->empty())
            row.label.reset();
        row.row = m_row;
        if (row.id.empty())
            row.id = std::to_string(m_row);
        note(row);
        return row;
    } catch (const RowProblem& problem) {
        return bad(record.line, problem.reason);
    }
}

std::optional<CorpusItem> CorpusReader::nextItem()
{
    Record record;
    while (readRecord(record)) {
        if (auto item = parse(record))
            return item; // a header is no item
    }
    return std::nullopt;
}

std::optional<CorpusRow> CorpusReader::next()
{
    while (auto item = nextItem()) {
        if (auto* row = std::get_if<CorpusRow>(&*item))
            return std::move(*row);
    }
    return std::nullopt;
}

BadRow CorpusReader::bad(long line, std::string reason)
{
    BadRow row { m_row, line, std::move(reason) };
    if (++m_badCount <= long(listedBadRows))
        m_badRows.push_back(row);
    refuseUnusable();
    return row;
}

void CorpusReader::refuseUnusable() const
{
    const long used = m_labelled + m_unlabelled;
    if (m_badCount < manyBadRows || m_badCount < 10 * used)
        return;
    throw Refusal(ErrorCode::MalformedFile,
        m_name + ": " + std::to_string(m_badCount) + " of the first " + std::to_string(m_badCount + used)
            + " rows cannot be used, line " + std::to_string(m_badRows[0].line) + ": " + m_badRows[0].reason
            + "; this is no file of texts as it stands, check its format",
        m_name);
}

void CorpusReader::note(const CorpusRow& row)
{
    ++(row.label ? m_labelled : m_unlabelled);
    if (row.text.size() > longText && ++m_longTexts == 1)
        m_firstLongText = row.row;
}

std::vector<std::string> CorpusReader::warnings() const
{
    std::vector<std::string> all;
    if (m_badBytes > 0) {
        std::string lines;
        for (std::size_t i = 0; i < std::min(m_badLines.size(), listedBadLines); ++i)
            lines += (i > 0 ? ", " : "") + std::to_string(m_badLines[i]);
        all.push_back(m_name + ": " + "replaced " + counted(m_badBytes, "byte")
            + " that are not UTF-8 by U+FFFD, in lines " + lines
            + (m_badLines.size() > listedBadLines ? " and more" : "")
            + "; if the file is in another encoding (GB18030, UTF-16), convert it to UTF-8.");
    }
    if (m_badCount > 0)
        all.push_back(m_name + ": skipped " + counted(m_badCount, "row") + "; the first is row "
            + std::to_string(m_badRows[0].row) + ", line " + std::to_string(m_badRows[0].line) + ": "
            + m_badRows[0].reason + ".");
    if (m_longTexts > 0)
        all.push_back(m_name + ": " + counted(m_longTexts, "text") + " of more than " + std::to_string(longText)
            + " bytes, the first in row " + std::to_string(m_firstLongText) + "; a model reads only their beginning.");
    if (m_labelled > 0 && m_unlabelled > 0)
        all.push_back(m_name + ": no label in " + std::to_string(m_unlabelled) + " of "
            + counted(m_labelled + m_unlabelled, "row") + ".");
    return all;
}

} // namespace vitrine
