// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as files: PNG, SVG and PDF of a chosen width, with the numbers beside them.
#pragma once

#include "core/runtime/result.h"
#include "ui/charts/figure_page.h"
#include "ui/support/selection.h"

#include <QByteArray>

namespace vitrine {

enum class FigureFormat { FromName, Png, Svg, Pdf };

struct FigureOptions {
    QString figure = QStringLiteral("heat-map"); ///< id in figureRegistry(), for exportFigure()
    double widthMm = 180; ///< 20 to 1200
    int dpi = 300; ///< of PNG, 36 to 2400
    ThemeKind theme = ThemeKind::Light;
    Palette palette = Palette::BlueRed;
    FigureFormat format = FigureFormat::FromName; ///< FromName: by the ending of the file's name
    TokenDisplay display;
    HeadIndex head; ///< for figures of one head; none: the first
    bool sidecars = true; ///< also write NAME.json (the document) and NAME.csv (the table)
};

/// The palette called `name` ("blue-red", "purple-orange"); nothing for another name.
std::optional<Palette> paletteFromName(const QString& name);

/// The bytes of the file. PNG is exactly round(widthMm · dpi / 25.4) pixels wide; text in SVG stays text; PDF embeds
/// its fonts. Errors: BadArgument for sizes out of range, TooLarge, Internal when Qt produced an incomplete file.
Result<QByteArray> renderFigure(const FigurePage& page, const FigureOptions& options, FigureFormat format);

/// Renders and writes `path`, then the sidecars of `result` and of the charts' tables; every file wholly or not at all.
/// Errors: as renderFigure(), and Unreadable naming the file that could not be written.
Result<void> writeFigure(
    const FigurePage& page, const FigureOptions& options, const QString& path, const AnyResult& result);

/// RFC 4180: comma, CRLF, quotes where needed, UTF-8.
QByteArray toCsv(const TableData& table);

/// The page as a picture for the clipboard, at `ratio` device pixels for each layout pixel.
QImage figureImage(const FigurePage& page, double width, double ratio, const Theme& theme);

} // namespace vitrine
