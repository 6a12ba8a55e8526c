// SPDX-License-Identifier: GPL-3.0-or-later
// Which program is the engine, and in what environment it runs.
#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace vitrine {

/// A program and its arguments; never a shell line.
struct EngineCommand {
    QString program;
    QStringList arguments;

    /// The engine beside this program, else the one on the search path.
    static EngineCommand standard();
    /// From an option such as `ssh host vitrine-engine serve`: split at blanks, double quotes keep words together.
    static EngineCommand fromText(const QString& text);

    /// For people and logs.
    QString toText() const;
};

/// The environment of the engine: as ours, with a thread pool that sleeps while it waits. A spinning pool beside a busy
/// neighbour is a hundred times slower.
QProcessEnvironment engineEnvironment();

} // namespace vitrine
