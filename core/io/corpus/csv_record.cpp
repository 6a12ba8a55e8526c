// SPDX-License-Identifier: GPL-3.0-or-later
// A state machine over single characters; separators and quotes are ASCII, so bytes are enough.
#include "core/io/corpus/csv_record.h"

namespace vitrine {

void CsvRecord::feed(std::string_view line)
{
    if (!m_first)
        append('\n');
    m_first = false;
    m_bytes += line.size() + 1;
    for (const char c : line)
        take(c);
    if (m_state != State::Quoted)
        m_state = State::Start;
}

void CsvRecord::take(char c)
{
    switch (m_state) {
    case State::Start:
        if (c == '"') {
            m_state = State::Quoted;
            return;
        }
        m_state = State::Plain;
        [[fallthrough]];
    case State::Plain: // a quote inside an unquoted field stands for itself
        if (c == m_separator)
            beginCell();
        else
            append(c);
        return;
    case State::Quoted:
        if (c == '"')
            m_state = State::QuoteInQuoted;
        else
            append(c);
        return;
    case State::QuoteInQuoted:
        if (c == '"') {
            append(c);
            m_state = State::Quoted;
        } else if (c == m_separator) {
            beginCell();
        } else {
            complain("column " + std::to_string(m_cells.size()) + " goes on after its closing quote");
            m_state = State::Plain;
        }
        return;
    }
}

void CsvRecord::append(char c)
{
    if (m_cells.back().size() < maxFieldBytes)
        m_cells.back() += c;
    else
        complain(
            "column " + std::to_string(m_cells.size()) + " is longer than " + std::to_string(maxFieldBytes) + " bytes");
}

void CsvRecord::beginCell()
{
    m_state = State::Start;
    if (m_cells.size() < maxColumns)
        m_cells.emplace_back();
    else
        complain("it has more than " + std::to_string(maxColumns) + " columns");
}

void CsvRecord::complain(std::string problem)
{
    if (m_problem.empty())
        m_problem = std::move(problem);
}

std::vector<std::string> tabSeparated(std::string_view line)
{
    std::vector<std::string> cells;
    while (cells.size() <= maxColumns) {
        const std::size_t tab = line.find('\t');
        cells.emplace_back(line.substr(0, tab));
        if (tab == std::string_view::npos)
            break;
        line.remove_prefix(tab + 1);
    }
    return cells;
}

} // namespace vitrine
