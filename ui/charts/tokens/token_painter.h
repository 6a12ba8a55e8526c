// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the cells of a token strip and its legend, on screen and in figures alike.
#pragma once

#include "ui/charts/tokens/token_layout.h"

#include <QHash>
#include <QPainter>
#include <QStaticText>

namespace vitrine {

/// Shaped texts by content index and run; only the screen uses one, because vector files need text that stays text.
using ShapedTexts = QHash<std::pair<int, int>, QStaticText>;

/// What is emphasised; cell indices, −1 for none.
struct TokenEmphasis {
    int selected = -1;
    int hovered = -1;
    bool focus = false;
};

/// Draws cells [range.first, range.second). `shaped` may be null.
void paintTokens(QPainter& painter, const ScoredText& text, const TokenLayout& layout, std::pair<int, int> range,
    const Theme& theme, const TokenEmphasis& emphasis, ShapedTexts* shaped);

/// Height of the legend block when `width` are given: one line, or two where the read-out does not fit beside the
/// scale.
double tokenLegendHeight(const ScoredText& text, double width);
/// Draws the scale with its numbers at the left, the read-out of `cell` (or the notes, when −1) at the right.
void paintTokenLegend(QPainter& painter, const QRectF& area, const ScoredText& text, int cell, const Theme& theme);

} // namespace vitrine
