// SPDX-License-Identifier: GPL-3.0-or-later
// One look for all empty charts.
#include "ui/charts/empty_state.h"

#include "ui/charts/chart_text.h"

namespace vitrine {

void paintEmptyState(QPainter& painter, const QRectF& area, const QString& sentence, const Theme& theme)
{
    painter.setFont(chartFont(TextRole::Body, sentence));
    painter.setPen(theme.textMuted);
    painter.drawText(area.adjusted(16, 8, -16, -8), int(Qt::AlignCenter) | Qt::TextWordWrap, sentence);
}

} // namespace vitrine
