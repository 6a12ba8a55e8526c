// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of a text of any length, one in memory at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Cuts bytes into lines at LF or CR LF.
class LineReader {
public:
    /// Writes the next bytes to its argument and returns their number; 0 at the end.
    using Source = std::function<std::size_t(std::span<char>)>;

    /// Lines longer than `maxBytes` are cut, and reported by wasTooLong(). A line that does not end within `endless`
    /// bytes is not read further, and reported by wasEndless().
    LineReader(Source source, std::size_t maxBytes, std::size_t endless = std::numeric_limits<std::size_t>::max());

    /// The next line without its end; false when there is none.
    bool next(std::string& line);
    bool wasTooLong() const { return m_tooLong; }
    bool wasEndless() const { return m_endless; }
    /// Number of the last line that next() returned, from 1.
    long number() const { return m_number; }

    /// Up to the first 64 KiB that next() has not returned yet.
    std::string_view peek();
    /// Drops the first `bytes` of peek().
    void skip(std::size_t bytes) { m_begin += bytes; }

private:
    bool fill();

    Source m_source;
    std::size_t m_mostBytes;
    std::size_t m_endlessBytes;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0; // of the bytes that are left in the buffer
    std::size_t m_end = 0;
    bool m_tooLong = false;
    bool m_endless = false;
    long m_number = 0;
};

} // namespace vitrine
