// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of a training as JSON: the file that the command line takes too ({"train": "texts.tsv", "epochs": 3}), what
// the program keeps from one start to the next, and the sample that comes with it.
#pragma once

#include "core/runtime/result.h"
#include "ui/engine/engine_call.h"
#include "ui/support/file_dialogs.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace vitrine {

class Settings;

/// What differs from the defaults of `specs`, numbers as numbers; values that no spec knows are left out.
QByteArray configJson(const std::vector<ParamSpec>& specs, const ParameterValues& values);

/// The object `json` without what no spec knows, for settings of another version; {} when it is no object.
QByteArray onlyKnown(const std::vector<ParamSpec>& specs, const QByteArray& json);

/// Every parameter of `specs`, the defaults where the file says nothing. Errors: MalformedFile naming what cannot be
/// read, BadArgument for a name that no spec knows.
Result<ParameterValues> readConfig(
    const std::vector<ParamSpec>& specs, const QByteArray& json, const QString& fileName);

/// Settings with the name of their file.
struct ConfigFile {
    QString name;
    ParameterValues values;
};

/// Nothing when a person chose nothing. Errors: those of readConfig(), and Unreadable.
std::optional<Result<ConfigFile>> openConfigFile(
    QWidget* owner, const FileDialogs& dialogs, const QString& folder, const std::vector<ParamSpec>& specs);

/// The name of the file that was written; nothing when a person chose none.
std::optional<Result<QString>> saveConfigFile(QWidget* owner, const FileDialogs& dialogs, const QString& folder,
    const std::vector<ParamSpec>& specs, const ParameterValues& values);

struct TrainingMemory {
    ParameterValues values;
    int seeds = 1;
    bool unfinished = false; ///< the program ended while it trained
};

/// Written at once, if it is news.
void keepMemory(Settings& settings, const std::vector<ParamSpec>& specs, const TrainingMemory& memory);

/// Settings that no spec knows are forgotten: they are of another version. What cannot be read leaves the defaults.
TrainingMemory readMemory(const Settings& settings, const std::vector<ParamSpec>& specs);

/// Puts the texts into `folder` and gives every setting of `specs`, with paths in it. Errors: those of writing a file.
Result<ConfigFile> sampleTraining(const std::vector<ParamSpec>& specs, const QString& folder);

} // namespace vitrine
