// SPDX-License-Identifier: GPL-3.0-or-later
// Colours and type of the whole program. Everything that paints takes a Theme, so a figure can be drawn in another one.
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QApplication;

namespace vitrine {

/// The two ends of signed colour maps. Both can be told apart with any colour-vision deficiency.
enum class Palette { BlueRed, PurpleOrange };

/// One set of colours. Text on a surface reaches a WCAG contrast of 4.5:1.
struct Theme {
    bool dark = false;
    QColor window; ///< behind cards
    QColor surface; ///< cards, fields
    QColor surfaceRaised; ///< hovered or selected rows
    QColor border;
    QColor grid; ///< lines inside charts
    QColor text;
    QColor textMuted;
    QColor accent;
    QColor accentText; ///< on accent
    QColor accentSoft; ///< selection background
    QColor positive; ///< speaks for the class (red end of the signed map)
    QColor negative; ///< speaks against it (blue end)
    QColor good, goodSoft; ///< certificate met
    QColor warn, warnSoft;
    QColor bad, badSoft;
    Palette palette = Palette::BlueRed; ///< of signed colour maps
};

enum class ThemeKind { Light, Dark, Print };

const Theme& themeOf(ThemeKind kind);

/// The theme of the running window; light until setCurrentTheme() was called.
const Theme& currentTheme();
/// Installs palette, style sheet and fonts on the application. Widgets get QEvent::PaletteChange.
void applyTheme(QApplication& application, ThemeKind kind);
/// Follows the desktop: dark when the platform palette is.
ThemeKind systemTheme();

/// Magnifies all text: 1 is the desktop's own size, 0.6 to 2.5. Takes effect with the next applyTheme().
void setTextZoom(double factor);
double textZoom();

/// Fonts by role, in the family the program uses (Inter, else the system's), with Han fallback set.
enum class TextRole { Body, Small, Title, Heading, Token, Number };
QFont textFont(TextRole role);

/// Style sheet of the whole program in the colours of `theme`. Widgets ask for a look by the dynamic property "look":
/// frames "card", "bar", "panel", "row", "good", "warn", "bad"; buttons "primary", "flat", "page"; labels "heading",
/// "title", "muted", "number".
QString styleSheetOf(const Theme& theme);

} // namespace vitrine
