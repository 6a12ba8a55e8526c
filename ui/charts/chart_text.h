// SPDX-License-Identifier: GPL-3.0-or-later
// Type and numbers inside charts: the same on screen and in figures of any size.
#pragma once

#include "ui/support/theme.h"

#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>

namespace vitrine {

/// The font of `role` with its size in pixels and without hinting, so that a layout made at one scale fits at all
/// others. With `sample` text in Han characters the Chinese family comes first, because SVG names only one.
QFont chartFont(TextRole role, const QString& sample = {});

/// How many decimals show three digits of the largest of some values; 2 when there is none.
int decimalsFor(double largest);
/// A score for people: locale's digits, true minus sign, plus sign on positives ("+1.56", "−0.41"); words for NaN and
/// infinity.
QString signedNumber(double value, int decimals);
/// The same without the plus sign.
QString plainNumber(double value, int decimals);
/// A share of 1 in percent for people ("35 %").
QString percent(double share);
/// A number for files and tables: C locale, shortest form that reads back equal.
QString exactNumber(double value);

bool containsHan(const QString& text);

/// Writes `sentence` in the middle of `area`, wrapped, in muted text.
void paintEmptyState(QPainter& painter, const QRectF& area, const QString& sentence, const Theme& theme);

} // namespace vitrine
