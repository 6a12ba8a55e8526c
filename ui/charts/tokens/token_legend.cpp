// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the legend of its strip on the colour of the card, because text may scroll behind it.
#include "ui/charts/tokens/token_legend.h"

#include "ui/charts/tokens/token_strip.h"

namespace vitrine {

TokenLegend::TokenLegend(TokenStrip* strip)
    : QWidget(strip)
    , m_strip(strip)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setObjectName(QStringLiteral("tokenLegend"));
}

void TokenLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.surface);
    if (m_strip->text().isEmpty())
        return;
    if (m_strip->isLegendFloating())
        painter.fillRect(QRectF(0, 0, width(), 1), theme.border);
    const int cell = m_strip->hoveredCell() >= 0 ? m_strip->hoveredCell() : m_strip->selectedCell();
    const double margin = TokenStrip::margin();
    paintTokenLegend(painter, QRectF(rect()).adjusted(margin, 0, -margin, 0), m_strip->text(), cell, theme);
}

} // namespace vitrine
