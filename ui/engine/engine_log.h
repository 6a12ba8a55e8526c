// SPDX-License-Identifier: GPL-3.0-or-later
// The last lines of the engine's stderr, for "Copy details" and for nobody else.
#pragma once

#include <QByteArray>
#include <QStringList>

namespace vitrine {

/// Keeps the newest lines; older ones and the ends of overlong ones are dropped.
class EngineLog {
public:
    static constexpr int maxLines = 500;
    static constexpr int longestLine = 4000;

    void append(const QByteArray& bytes);
    const QStringList& lines() const { return m_lines; }
    /// The last line with something in it, or an empty string.
    QString lastLine() const;

private:
    QStringList m_lines;
    QByteArray m_unfinished;
};

} // namespace vitrine
