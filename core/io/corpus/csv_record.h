// SPDX-License-Identifier: GPL-3.0-or-later
// One record of comma-separated values (RFC 4180). Quoted fields may contain line breaks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Limits of one record.
constexpr std::size_t maxFieldBytes = std::size_t(1) << 20;
constexpr std::size_t maxRecordBytes = std::size_t(16) << 20;
constexpr std::size_t maxColumns = 1000;

/// Collects lines until no quote is open.
class CsvRecord {
public:
    explicit CsvRecord(char separator)
        : m_separator(separator)
    {
    }

    /// The next line, without its end. Lines after the first continue an open quote.
    void feed(std::string_view line);

    bool isOpen() const { return m_state == State::Quoted; }
    std::size_t bytes() const { return m_bytes; }
    const std::vector<std::string>& cells() const { return m_cells; }
    /// The error of the record; empty if there is none.
    const std::string& problem() const { return m_problem; }

private:
    enum class State { Start, Plain, Quoted, QuoteInQuoted };

    void take(char c);
    void append(char c);
    void beginCell();
    void complain(std::string problem);

    char m_separator;
    State m_state = State::Start;
    std::vector<std::string> m_cells { std::string() };
    std::string m_problem;
    std::size_t m_bytes = 0;
    bool m_first = true;
};

/// The cells of a line of tab-separated values, where quotes are ordinary characters; at most maxColumns + 1 of them.
std::vector<std::string> tabSeparated(std::string_view line);

} // namespace vitrine
