// SPDX-License-Identifier: GPL-3.0-or-later
// Line icons in the colours of the running theme.
#pragma once

#include <QIcon>
#include <QString>

namespace vitrine {

/// The icon `name` of the resources. It follows the theme: muted, in the accent colour when on or selected, faint when
/// disabled. An unknown name gives an icon that draws nothing.
QIcon lineIcon(const QString& name);

/// The program's own icon.
QIcon programIcon();

} // namespace vitrine
