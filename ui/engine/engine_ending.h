// SPDX-License-Identifier: GPL-3.0-or-later
// What the end of an engine process means, in one sentence.
#pragma once

#include "core/runtime/error.h"

#include <QProcess>
#include <QString>

namespace vitrine {

/// How a process ended by itself.
struct EngineEnding {
    QProcess::ExitStatus status = QProcess::NormalExit;
    int code = 0; ///< exit code, or the signal's number after a crash

    /// True when the same request may be sent once more: memory or device was lost, or a signal ended it.
    bool mayReplay() const;
    /// True when starting again cannot help: the program or its libraries are missing.
    bool isHopeless() const;
    /// "The engine crashed (SIGSEGV)." `lastLogLine` is quoted where it is the only reason known.
    Error toError(const QString& lastLogLine) const;
};

/// The program could not be started at all.
Error engineNotFound(const QString& program);
Error engineHangs(int seconds);

} // namespace vitrine
