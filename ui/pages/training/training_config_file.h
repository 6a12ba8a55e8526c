// SPDX-License-Identifier: GPL-3.0-or-later
// Asks where settings of a training lie or shall lie, and reads or writes them there.
#pragma once

#include "core/runtime/result.h"
#include "ui/engine/engine_call.h"
#include "ui/support/file_dialogs.h"

#include <optional>
#include <vector>

namespace vitrine {

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

} // namespace vitrine
