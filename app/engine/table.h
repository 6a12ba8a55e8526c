// SPDX-License-Identifier: GPL-3.0-or-later
// Aligned tables and safe text for a terminal.
#pragma once

#include "core/runtime/visible_text.h" // for those who print cells by hand

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Number of terminal columns that visible text needs. Wide characters count two.
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
