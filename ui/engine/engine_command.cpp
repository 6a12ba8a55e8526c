// SPDX-License-Identifier: GPL-3.0-or-later
// Finding the engine is kept apart from running it, so a remote one is only another command.
#include "ui/engine/engine_command.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

namespace vitrine {

EngineCommand EngineCommand::standard()
{
    const auto beside = QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("vitrine-engine"));
    const auto onPath = QStandardPaths::findExecutable(QStringLiteral("vitrine-engine"));
    const bool useOther = !QFileInfo(beside).isExecutable() && !onPath.isEmpty();
    return { useOther ? onPath : beside, { QStringLiteral("serve") } };
}

EngineCommand EngineCommand::fromText(const QString& text)
{
    auto words = QProcess::splitCommand(text);
    if (words.isEmpty())
        return standard();
    const auto program = words.takeFirst();
    return { program, words };
}

QString EngineCommand::toText() const { return (QStringList(program) + arguments).join(QLatin1Char(' ')); }

QProcessEnvironment engineEnvironment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
    environment.insert(QStringLiteral("GOMP_SPINCOUNT"), QStringLiteral("1000"));
    return environment;
}

} // namespace vitrine
