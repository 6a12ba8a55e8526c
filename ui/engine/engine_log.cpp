// SPDX-License-Identifier: GPL-3.0-or-later
// A library that prints without line ends must not fill the memory, so an unfinished line is cut too.
#include "ui/engine/engine_log.h"

namespace vitrine {

void EngineLog::append(const QByteArray& bytes)
{
    m_unfinished += bytes;
    for (auto end = m_unfinished.indexOf('\n'); end >= 0; end = m_unfinished.indexOf('\n')) {
        m_lines.append(QString::fromUtf8(m_unfinished.left(std::min<qsizetype>(end, longestLine))));
        m_unfinished.remove(0, end + 1);
    }
    m_unfinished.truncate(longestLine);
    if (m_lines.size() > maxLines)
        m_lines.erase(m_lines.begin(), m_lines.end() - maxLines);
}

QString EngineLog::lastLine() const
{
    if (const auto rest = QString::fromUtf8(m_unfinished).trimmed(); !rest.isEmpty())
        return rest;
    for (auto line = m_lines.crbegin(); line != m_lines.crend(); ++line) {
        if (!line->trimmed().isEmpty())
            return line->trimmed();
    }
    return {};
}

} // namespace vitrine
