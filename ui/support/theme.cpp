// SPDX-License-Identifier: GPL-3.0-or-later
// The colours and fonts of the program, written down once. Contrasts are held by tests/gui/tst_theme.cpp.
#include "ui/support/theme.h"

#include "ui/support/style_sheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>

#include <algorithm>

namespace vitrine {

namespace {

Theme lightTheme()
{
    Theme theme;
    theme.window = QColor(0xf5f5f4);
    theme.surface = QColor(0xffffff);
    theme.surfaceRaised = QColor(0xf0f2f3);
    theme.border = QColor(0xe3e3e0);
    theme.grid = QColor(0xe6e6e3);
    theme.text = QColor(0x1c1c1c);
    theme.textMuted = QColor(0x666a6e);
    theme.accent = QColor(0x2f6d8f);
    theme.accentText = QColor(0xffffff);
    theme.accentSoft = QColor(0xe3eef3);
    theme.positive = QColor(0xb2182b);
    theme.negative = QColor(0x2166ac);
    theme.good = QColor(0x1f7a3d);
    theme.goodSoft = QColor(0xe4f2e8);
    theme.warn = QColor(0x8a5a00);
    theme.warnSoft = QColor(0xfdf1d8);
    theme.bad = QColor(0xb3261e);
    theme.badSoft = QColor(0xfbe6e4);
    return theme;
}

Theme darkTheme()
{
    Theme theme;
    theme.dark = true;
    theme.window = QColor(0x15181b);
    theme.surface = QColor(0x1c2024);
    theme.surfaceRaised = QColor(0x252b30);
    theme.border = QColor(0x33393f);
    theme.grid = QColor(0x30363b);
    theme.text = QColor(0xe6e8ea);
    theme.textMuted = QColor(0x98a1a8);
    theme.accent = QColor(0x6cb6d9);
    theme.accentText = QColor(0x0d1a22);
    theme.accentSoft = QColor(0x20323c);
    theme.positive = QColor(0xe8806a);
    theme.negative = QColor(0x5b9fe0);
    theme.good = QColor(0x74c48f);
    theme.goodSoft = QColor(0x1b3225);
    theme.warn = QColor(0xe0b25a);
    theme.warnSoft = QColor(0x3a2f17);
    theme.bad = QColor(0xf08a7e);
    theme.badSoft = QColor(0x41211e);
    return theme;
}

/// Paper: the light colours, but no grey behind anything.
Theme printTheme()
{
    auto theme = lightTheme();
    theme.window = theme.surface = QColor(0xffffff);
    theme.text = QColor(Qt::black);
    theme.textMuted = QColor(0x555555);
    theme.border = QColor(0xc8c8c8);
    theme.grid = QColor(0xdddddd);
    return theme;
}

ThemeKind& currentKind()
{
    static ThemeKind kind = ThemeKind::Light;
    return kind;
}

/// The desktop's own font size, read before the first style sheet changes what the application reports.
double basePointSize()
{
    static const double size = std::clamp(QFont().pointSizeF() > 0 ? QFont().pointSizeF() : 10.0, 10.0, 24.0);
    return size;
}

double& currentZoom()
{
    static double zoom = 1;
    return zoom;
}

QStringList families()
{
    static const QStringList list = [] {
        const auto installed = QFontDatabase::families();
        QStringList wanted;
        if (installed.contains(QStringLiteral("Inter")))
            wanted << QStringLiteral("Inter");
        else
            wanted << QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
        // Han glyphs differ between languages; the Chinese ones come first.
        for (const auto& name : { "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
                 "WenQuanYi Micro Hei", "Noto Color Emoji", "DejaVu Sans" }) {
            if (installed.contains(QLatin1String(name)))
                wanted << QLatin1String(name);
        }
        return wanted;
    }();
    return list;
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.surface);
    palette.setColor(QPalette::AlternateBase, theme.surfaceRaised);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.textMuted);
    palette.setColor(QPalette::Button, theme.surface);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.bad);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.accentText);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::ToolTipBase, theme.surface);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Light, theme.surface);
    palette.setColor(QPalette::Midlight, theme.surfaceRaised);
    palette.setColor(QPalette::Mid, theme.border);
    palette.setColor(QPalette::Dark, theme.textMuted);
    palette.setColor(QPalette::Shadow, theme.dark ? QColor(Qt::black) : theme.textMuted);
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, theme.textMuted);
    return palette;
}

} // namespace

const Theme& themeOf(ThemeKind kind)
{
    static const Theme light = lightTheme();
    static const Theme dark = darkTheme();
    static const Theme print = printTheme();
    switch (kind) {
    case ThemeKind::Dark:
        return dark;
    case ThemeKind::Print:
        return print;
    case ThemeKind::Light:
        break;
    }
    return light;
}

const Theme& currentTheme() { return themeOf(currentKind()); }

void applyTheme(QApplication& application, ThemeKind kind)
{
    basePointSize();
    systemTheme();
    currentKind() = kind;
    const auto& theme = themeOf(kind);
    // Once: setting a style again polishes every widget again.
    [[maybe_unused]] static const auto* fusion = QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setFont(textFont(TextRole::Body));
    QApplication::setPalette(paletteOf(theme));
    application.setStyleSheet(styleSheetOf(theme));
}

ThemeKind systemTheme()
{
    // Asked once, before the program's own palette hides the desktop's. Qt 6.4 has no QStyleHints::colorScheme().
    static const ThemeKind kind = [] {
        const QPalette palette = QApplication::palette();
        const bool dark
            = palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
        return dark ? ThemeKind::Dark : ThemeKind::Light;
    }();
    return kind;
}

void setTextZoom(double factor) { currentZoom() = std::clamp(factor, 0.6, 2.5); }
double textZoom() { return currentZoom(); }

QFont textFont(TextRole role)
{
    QFont font;
    font.setFamilies(families());
    font.setWeight(QFont::Normal);
    const double base = basePointSize() * currentZoom();
    switch (role) {
    case TextRole::Body:
    case TextRole::Number:
        font.setPointSizeF(base);
        break;
    case TextRole::Small:
        font.setPointSizeF(base * 0.88);
        break;
    case TextRole::Title:
        font.setPointSizeF(base * 1.02);
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Heading:
        font.setPointSizeF(base * 0.84);
        font.setWeight(QFont::DemiBold);
        font.setCapitalization(QFont::AllUppercase);
        font.setLetterSpacing(QFont::PercentageSpacing, 106);
        break;
    case TextRole::Token:
        font.setPointSizeF(base * 1.28);
        break;
    }
    return font;
}

} // namespace vitrine
