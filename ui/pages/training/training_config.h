// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of a training as the JSON file that the command line takes too: {"train": "texts.tsv", "epochs": 3}.
#pragma once

#include "core/runtime/result.h"
#include "ui/engine/engine_call.h"

#include <QByteArray>

#include <vector>

namespace vitrine {

/// What differs from the defaults of `specs`, numbers as numbers; values that no spec knows are left out.
QByteArray configJson(const std::vector<ParamSpec>& specs, const ParameterValues& values);

/// The object `json` without what no spec knows, for settings of another version; {} when it is no object.
QByteArray onlyKnown(const std::vector<ParamSpec>& specs, const QByteArray& json);

/// Every parameter of `specs`, the defaults where the file says nothing. Errors: MalformedFile naming what cannot be
/// read, BadArgument for a name that no spec knows.
Result<ParameterValues> readConfig(
    const std::vector<ParamSpec>& specs, const QByteArray& json, const QString& fileName);

} // namespace vitrine
