// SPDX-License-Identifier: GPL-3.0-or-later
// The style sheet is long enough to stand apart from the colours it uses.
#pragma once

#include "ui/support/theme.h"

#include <QString>

namespace vitrine {

/// Style sheet of the whole program in the colours of `theme`. Widgets ask for a look by the dynamic property "look":
/// frames "card", "bar", "panel", "row", "good", "warn", "bad"; buttons "primary", "flat", "page"; labels "heading",
/// "title", "muted", "number".
QString styleSheetOf(const Theme& theme);

} // namespace vitrine
