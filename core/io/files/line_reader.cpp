// SPDX-License-Identifier: GPL-3.0-or-later
// Only LF ends a line: U+0085 and U+2028 occur inside real texts.
#include "core/io/files/line_reader.h"

#include <algorithm>

namespace vitrine {
namespace {

constexpr std::size_t bufferBytes = std::size_t(64) << 10;

} // namespace

LineReader::LineReader(Source source, std::size_t maxBytes, std::size_t endless)
    : m_source(std::move(source))
    , m_mostBytes(maxBytes)
    , m_endlessBytes(endless)
    , m_buffer(bufferBytes)
{
}

bool LineReader::fill()
{
    if (m_begin == m_end)
        m_begin = m_end = 0;
    if (m_end == m_buffer.size())
        return false;
    const std::size_t got = m_source(std::span(m_buffer).subspan(m_end));
    m_end += got;
    return got > 0;
}

std::string_view LineReader::peek()
{
    while ((m_begin == 0 || m_begin == m_end) && fill()) { }
    return { m_buffer.data() + m_begin, m_end - m_begin };
}

bool LineReader::next(std::string& line)
{
    line.clear();
    m_tooLong = false;
    m_endless = false;
    bool any = false;
    std::size_t length = 0;
    while (m_begin < m_end || fill()) {
        any = true;
        const char* const begin = m_buffer.data() + m_begin;
        const char* const end = m_buffer.data() + m_end;
        const char* const lf = std::find(begin, end, '\n');
        const std::size_t bytes = std::size_t(lf - begin);
        const std::size_t room = m_mostBytes - std::min(m_mostBytes, line.size());
        m_tooLong |= bytes > room;
        line.append(begin, std::min(bytes, room));
        m_begin += bytes + (lf < end ? 1 : 0);
        length += bytes;
        m_endless = lf == end && length > m_endlessBytes;
        if (lf < end || m_endless)
            break;
    }
    if (!any)
        return false;
    ++m_number;
    if (!m_tooLong && line.ends_with('\r'))
        line.pop_back();
    return true;
}

} // namespace vitrine
