// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of exit codes and signals are turned into words here and nowhere else.
#include "ui/engine/engine_ending.h"

#include <QCoreApplication>

#include <algorithm>
#include <csignal>

namespace vitrine {

namespace {

constexpr int tryAgainCode = 75;
constexpr int notFoundCode = 127; // the loader's and the shell's code for a program or library that is missing

QString tr(const char* text) { return QCoreApplication::translate("EngineEnding", text); }

QString signalName(int number)
{
    switch (number) {
    case SIGSEGV:
        return QStringLiteral("SIGSEGV");
    case SIGABRT:
        return QStringLiteral("SIGABRT");
    case SIGKILL:
        return QStringLiteral("SIGKILL");
    case SIGTERM:
        return QStringLiteral("SIGTERM");
    case SIGFPE:
        return QStringLiteral("SIGFPE");
    case SIGILL:
        return QStringLiteral("SIGILL");
    }
    return tr("signal %1").arg(number);
}

Error errorOf(ErrorCode code, const QString& message, const QString& detail = {})
{
    return { code, message.toStdString(), "engine", detail.toStdString() };
}

} // namespace

bool EngineEnding::mayReplay() const { return status == QProcess::CrashExit || code == tryAgainCode; }

bool EngineEnding::isHopeless() const { return status == QProcess::NormalExit && code == notFoundCode; }

Error EngineEnding::toError(const QString& lastLogLine) const
{
    if (status == QProcess::CrashExit) {
        if (code == SIGKILL)
            return errorOf(ErrorCode::OutOfMemory,
                tr("The engine was killed (SIGKILL), most likely because memory ran out; close other programs or use a "
                   "shorter text."),
                lastLogLine);
        return errorOf(ErrorCode::Internal, tr("The engine crashed (%1); its log may tell why.").arg(signalName(code)),
            lastLogLine);
    }
    if (code == tryAgainCode)
        return errorOf(ErrorCode::OutOfMemory,
            tr("The engine ran out of memory or lost its device; use a shorter text or a smaller model."), lastLogLine);
    if (isHopeless())
        return errorOf(ErrorCode::NotFound,
            tr("The engine cannot start because a program or library is missing: %1")
                .arg(lastLogLine.isEmpty() ? tr("no reason was given.") : lastLogLine),
            lastLogLine);
    return errorOf(ErrorCode::Internal,
        tr("The engine ended unexpectedly with exit code %1; its log may tell why.").arg(code), lastLogLine);
}

Error engineNotFound(const QString& program)
{
    return errorOf(ErrorCode::NotFound,
        tr("The engine \"%1\" could not be started; install vitrine-engine beside this program or name it with "
           "--engine.")
            .arg(program));
}

Error engineHangs(int seconds)
{
    return errorOf(
        ErrorCode::Internal, tr("The engine stopped answering (nothing for %1 s) and is started again.").arg(seconds));
}

void EngineLog::append(const QByteArray& bytes)
{
    m_unfinished += bytes;
    for (auto end = m_unfinished.indexOf('\n'); end >= 0; end = m_unfinished.indexOf('\n')) {
        m_lines.append(QString::fromUtf8(m_unfinished.left(std::min<qsizetype>(end, maxLineLength))));
        m_unfinished.remove(0, end + 1);
    }
    m_unfinished.truncate(maxLineLength);
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

std::optional<std::chrono::milliseconds> RestartPolicy::failedAt(qint64 now)
{
    const auto oldest = now - m_timings.window.count();
    m_failures.erase(
        std::remove_if(m_failures.begin(), m_failures.end(), [oldest](qint64 time) { return time < oldest; }),
        m_failures.end());
    m_failures.append(now);
    if (m_failures.size() >= m_timings.failuresInWindow)
        return {};
    const auto doublings = std::min<qsizetype>(m_failures.size() - 1, 16);
    return std::min(std::chrono::milliseconds(m_timings.firstDelay.count() << doublings), m_timings.maxDelay);
}

} // namespace vitrine
