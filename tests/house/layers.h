// SPDX-License-Identifier: GPL-3.0-or-later
// The directions of dependencies, as data, and a reader of #include lines that finds what breaks them.
#pragma once

#include <QString>
#include <QStringList>

namespace vitrine {

/// One sentence per #include line under `root` (core, ui, app) that its room is not allowed.
QStringList layerViolations(const QString& root);

} // namespace vitrine
