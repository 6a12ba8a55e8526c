// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/table.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace vitrine {
namespace {

constexpr utf8proc_int32_t replacement = 0xFFFD;

// Calls `each` with every code point, and with U+FFFD for invalid bytes.
template <typename Each> void forEachCodePoint(std::string_view text, Each&& each)
{
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    std::size_t position = 0;
    while (position < text.size()) {
        utf8proc_int32_t code = replacement;
        const auto read = utf8proc_iterate(bytes + position, utf8proc_ssize_t(text.size() - position), &code);
        position += read > 0 ? std::size_t(read) : 1;
        each(read > 0 ? code : replacement);
    }
}

std::string toChars(double value, std::chars_format format, int precision)
{
    if (std::isnan(value))
        return "nan";
    std::array<char, 400> buffer {};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision);
    return { buffer.data(), result.ptr };
}

} // namespace

int terminalWidth(std::string_view text)
{
    int width = 0;
    forEachCodePoint(text, [&](utf8proc_int32_t code) { width += std::max(0, utf8proc_charwidth(code)); });
    return width;
}

std::string number(double value, int digits) { return toChars(value, std::chars_format::general, digits); }

std::string fixed(double value, int decimals) { return toChars(value, std::chars_format::fixed, decimals); }

double finiteOrNan(double value) { return std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN(); }

std::string bytes(double count)
{
    if (count >= 1e9)
        return fixed(count / 1e9, 1) + " GB";
    return count >= 1e6 ? fixed(count / 1e6, 1) + " MB" : fixed(count / 1e3, 1) + " kB";
}

void Table::row(std::vector<std::string> cells)
{
    cells.resize(m_columns.size());
    for (auto& cell : cells)
        cell = visible(cell);
    m_rows.push_back(std::move(cells));
}

void Table::print(std::ostream& out) const
{
    std::vector<int> widths(m_columns.size());
    for (const auto& cells : m_rows) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], terminalWidth(cells[i]));
    }
    for (const auto& cells : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string space(std::size_t(widths[i] - terminalWidth(cells[i])), ' ');
            line += (i > 0 ? "  " : "") + (m_columns[i] == Align::Right ? space + cells[i] : cells[i] + space);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out << line << '\n';
    }
}

} // namespace vitrine
