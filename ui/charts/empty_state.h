// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where a chart has nothing to show: a sentence that says what to do.
#pragma once

#include "ui/support/theme.h"

#include <QPainter>
#include <QRectF>
#include <QString>

namespace vitrine {

/// Writes `sentence` in the middle of `area`, wrapped, in muted text.
void paintEmptyState(QPainter& painter, const QRectF& area, const QString& sentence, const Theme& theme);

} // namespace vitrine
