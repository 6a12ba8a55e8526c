// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of exit codes and signals are turned into words here and nowhere else.
#include "ui/engine/engine_ending.h"

#include <QCoreApplication>

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

} // namespace vitrine
