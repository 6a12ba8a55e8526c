// SPDX-License-Identifier: GPL-3.0-or-later
// The colours and fonts of the program, written down once, and the style sheet made of them. Contrasts are held by
// tests/gui/tst_support.cpp.
#include "ui/support/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>

#include <algorithm>
#include <utility>

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

const char* const sheet = R"(
QMainWindow, QDialog { background: @window; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 4px 8px; }

QFrame[look="card"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QFrame[look="bar"] { background: @surface; border: none; }
QFrame[look="panel"] { background: @window; border: none; }
QFrame[look="drop"] { background: transparent; border: 1px dashed @borderStrong; border-radius: 8px; }
QFrame[look="drop"][active="true"] { background: @accentSoft; border: 1px dashed @accent; }
QFrame[look="good"] { background: @goodSoft; border: none; border-radius: 8px; }
QFrame[look="warn"] { background: @warnSoft; border: none; border-radius: 8px; }
QFrame[look="bad"] { background: @badSoft; border: none; border-radius: 8px; }
QFrame[look="plain"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QLabel[look="muted"] { color: @textMuted; }
QLabel[look="heading"] { color: @textMuted; }
QLabel[look="good"] { color: @good; }
QLabel[look="warn"] { color: @warn; }
QLabel[look="bad"] { color: @bad; }
QLabel[look="slot"] { background: @accent; color: @accentText; border-radius: 4px; }
QLabel[look="slotOff"] { background: @surfaceRaised; color: @textMuted; border-radius: 4px; }

QMenuBar { background: @surface; border-bottom: 1px solid @border; padding: 6px 8px; }
QMenuBar::item { background: transparent; color: @textMuted; padding: 6px 10px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @surfaceRaised; color: @text; }
QMenu { background: @surface; border: 1px solid @border; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 24px; border-radius: 5px; color: @text; }
QMenu::item:selected { background: @accentSoft; }
QMenu::item:disabled { color: @textMuted; }
QMenu::separator { height: 1px; background: @border; margin: 6px 8px; }
QMenu::indicator { left: 6px; width: 12px; height: 12px; }

QStatusBar { background: @surface; border-top: 1px solid @border; min-height: 28px; }
QStatusBar::item { border: none; }

QPushButton, QToolButton[look="button"] {
    background: @surface; color: @text; border: 1px solid @borderStrong; border-radius: 6px; padding: 6px 12px; min-height: 16px;
    outline: none; }
QPushButton:hover, QToolButton[look="button"]:hover { background: @surfaceRaised; }
QPushButton:pressed { background: @accentSoft; }
QPushButton:focus, QToolButton[look="button"]:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @textMuted; background: @window; border: 1px solid @border; }
QPushButton[look="primary"] { background: @accent; color: @accentText; border: 1px solid @accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: @accentHover; }
QPushButton[look="primary"]:focus { border: 2px solid @text; padding: 5px 11px; }
QPushButton[look="primary"]:disabled { background: @surfaceRaised; color: @textMuted; border: 1px solid @border; }
QPushButton[look="flat"] { background: transparent; border: 1px solid transparent; color: @textMuted; padding: 4px 8px; }
QPushButton[look="flat"]:hover { background: @surfaceRaised; color: @text; }
QPushButton[look="flat"]:focus { border: 1px solid @accent; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 3px; color: @textMuted; }
QToolButton:hover { background: @surfaceRaised; color: @text; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[look="page"] { border: none; border-radius: 0; border-left: 3px solid transparent; padding: 9px 3px 9px 0px; color: @textMuted; }
QToolButton[look="page"]:hover { background: @surfaceRaised; color: @text; }
QToolButton[look="page"]:checked { background: @accentSoft; color: @accent; border-left: 3px solid @accent; }
QToolButton[look="page"]:focus { background: @surfaceRaised; color: @text; }
QToolButton[look="page"]:checked:focus { background: @accentSoft; color: @accent; border-right: 3px solid @accent; padding-right: 0px; }
QToolButton[look="page"]:disabled { color: @borderStrong; }

QComboBox { background: @surface; color: @text; border: 1px solid @borderStrong; border-radius: 6px; padding: 4px 2px 4px 9px; min-height: 17px;
    combobox-popup: 0; }
QComboBox:hover { background: @surfaceRaised; }
QComboBox:focus { border: 1px solid @accent; }
QComboBox:disabled { color: @textMuted; background: @window; border: 1px solid @border; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/chevron-@shade.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @borderStrong; padding: 3px; outline: none;
    selection-background-color: @accentSoft; selection-color: @text; }
QComboBox QAbstractItemView::item { min-height: 26px; padding-left: 5px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: @accentSoft; color: @text; }
QLineEdit, QSpinBox, QDoubleSpinBox { background: @surface; color: @text; border: 1px solid @borderStrong; border-radius: 6px; padding: 4px 10px;
    min-height: 17px; selection-background-color: @accent; selection-color: @accentText; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 1px solid @accent; }
QLineEdit:disabled, QSpinBox:disabled { color: @textMuted; background: @window; border: 1px solid @border; }
QLineEdit[bad="true"] { border: 1px solid @bad; }
QPlainTextEdit { background: @surface; color: @text; border: none; selection-background-color: @accent; selection-color: @accentText; }
QFrame[look="card"][focused="true"] { border: 1px solid @accent; }
QCheckBox { color: @text; spacing: 8px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @borderStrong; border-radius: 4px; background: @surface; }
QCheckBox::indicator:checked { background: @accent; border: 1px solid @accent; image: url(:/icons/check-@shade.svg); }
QCheckBox:focus { color: @accent; }

QListView, QTableView, QTreeView { background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; outline: none;
    gridline-color: @grid; selection-background-color: @accentSoft; selection-color: @text; }
QListView[look="bare"] { background: transparent; border: none; }
QListView[look="bare"]:focus { background: transparent; border: none; }
QTableView::item { padding: 0px 5px; border: none; }
QTableView::item:selected { background: @accentSoft; color: @text; }
QHeaderView::section { background: @window; color: @textMuted; border: none; border-bottom: 1px solid @border; padding: 6px 8px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[look="scrolled"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: @borderStrong; border-radius: 3px; min-height: 32px; }
QScrollBar::handle:vertical:hover { background: @textMuted; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle:horizontal { background: @borderStrong; border-radius: 3px; min-width: 32px; }
QScrollBar::handle:horizontal:hover { background: @textMuted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: @surfaceRaised; border: none; border-radius: 3px; height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QSplitter::handle { background: @border; }
QSplitter::handle:hover { background: @accent; }
QSplitter::handle:horizontal { width: 1px; }
)";

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto mix = [share](int x, int y) { return int(x + (y - x) * share + 0.5); };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
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

QString styleSheetOf(const Theme& theme)
{
    // Longer names stand before those they begin with.
    const std::pair<const char*, QColor> colours[] = {
        { "@windowText", theme.text },
        { "@window", theme.window },
        { "@surfaceRaised", theme.surfaceRaised },
        { "@surface", theme.surface },
        { "@borderStrong", mixed(theme.border, theme.textMuted, 0.28) },
        { "@border", theme.border },
        { "@grid", theme.grid },
        { "@textMuted", theme.textMuted },
        { "@text", theme.text },
        { "@accentText", theme.accentText },
        { "@accentSoft", theme.accentSoft },
        { "@accentHover", mixed(theme.accent, theme.text, 0.15) },
        { "@accent", theme.accent },
        { "@goodSoft", theme.goodSoft },
        { "@good", theme.good },
        { "@warnSoft", theme.warnSoft },
        { "@warn", theme.warn },
        { "@badSoft", theme.badSoft },
        { "@bad", theme.bad },
    };
    auto text = QString::fromLatin1(sheet);
    for (const auto& [name, colour] : colours)
        text.replace(QLatin1String(name), colour.name());
    text.replace(QLatin1String("@shade"), theme.dark ? QLatin1String("dark") : QLatin1String("light"));
    return text;
}

} // namespace vitrine
