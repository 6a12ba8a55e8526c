// SPDX-License-Identifier: GPL-3.0-or-later
// Reads little-endian numbers and pieces of text from the front of a byte sequence, and never reads beyond its end.
#pragma once

#include "core/runtime/error.h"

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

namespace vitrine {

/// Refers to the bytes, which must outlive the cursor.
class ByteCursor {
public:
    /// `shortage` is thrown when more bytes are taken than there are.
    ByteCursor(std::string_view bytes, Error shortage)
        : m_bytes(bytes)
        , m_shortage(std::move(shortage))
    {
    }

    std::size_t position() const { return m_position; }
    std::size_t left() const { return m_bytes.size() - m_position; }

    std::string_view take(std::size_t count)
    {
        if (count > left())
            throw Refusal(m_shortage);
        m_position += count;
        return m_bytes.substr(m_position - count, count);
    }

    /// Up to the next line feed, which is taken too.
    std::string_view line()
    {
        const std::size_t end = m_bytes.find('\n', m_position);
        if (end == std::string_view::npos)
            throw Refusal(m_shortage);
        const std::string_view text = take(end - m_position);
        take(1);
        return text;
    }

    template <std::integral Number> Number number()
    {
        static_assert(std::endian::native == std::endian::little);
        Number value;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }

private:
    std::string_view m_bytes;
    Error m_shortage;
    std::size_t m_position = 0;
};

} // namespace vitrine
