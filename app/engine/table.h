// SPDX-License-Identifier: GPL-3.0-or-later
// Aligned tables and safe text for a terminal.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// `text` with control and bidirectional-override characters made visible, so that nothing from a model or a text can
/// steer the terminal. Invalid UTF-8 becomes U+FFFD.
std::string printable(std::string_view text);

/// Number of terminal columns that printable text needs. Wide characters count two.
int terminalWidth(std::string_view text);

/// `value` with `digits` significant digits, C locale; "nan" when it is not a number.
std::string number(double value, int digits = 4);
/// `value` in fixed notation with `decimals` decimals.
std::string fixed(double value, int decimals = 4);
/// `value`, NaN for an infinite one: documents have null for both.
double finiteOrNan(double value);
/// 45439980 → "45.4 MB".
std::string bytes(double count);

/// Rows of cells in aligned columns; numbers are aligned to the right.
class Table {
public:
    enum class Align { Left, Right };

    explicit Table(std::vector<Align> columns)
        : m_columns(std::move(columns))
    {
    }

    /// One cell per column; text is made printable.
    void row(std::vector<std::string> cells);
    void print(std::ostream& out) const;

private:
    std::vector<Align> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace vitrine
