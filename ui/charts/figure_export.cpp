// SPDX-License-Identifier: GPL-3.0-or-later
// Everything is drawn into memory and looked at before a file is touched: Qt's PDF and SVG writers report no full disk.
#include "ui/charts/figure_export.h"

#include "core/runtime/version.h"
#include "ui/support/atomic_write.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <cmath>
#include <optional>

namespace vitrine {

namespace {

constexpr double layoutPixelsPerInch = 120; // text of 13 pixels prints at 7.8 points
constexpr double millimetresPerInch = 25.4;
constexpr int vectorResolution = 1200;
constexpr double maxPixels = 250e6;

QString tr(const char* text) { return QCoreApplication::translate("vitrine::FigureExport", text); }

Error refusal(ErrorCode code, const QString& sentence, const QString& subject)
{
    return { code, sentence.toStdString(), subject.toStdString(), {} };
}

double layoutWidth(const FigureOptions& options) { return options.widthMm / millimetresPerInch * layoutPixelsPerInch; }

Theme themeFor(const FigureOptions& options)
{
    Theme theme = themeOf(options.theme);
    theme.palette = options.palette;
    return theme;
}

QByteArray renderPng(const FigurePage& page, const FigureOptions& options, const Theme& theme, const QSize& pixels)
{
    QImage image(pixels, QImage::Format_RGB32);
    image.fill(theme.surface);
    {
        QPainter painter(&image);
        painter.scale(pixels.width() / layoutWidth(options), pixels.width() / layoutWidth(options));
        paintFigurePage(painter, page, layoutWidth(options), theme);
    }
    // After painting: the resolution of an image changes how pictures inside it are scaled.
    image.setDotsPerMeterX(int(std::lround(options.dpi / millimetresPerInch * 1000)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    image.setText(QStringLiteral("Software"), QStringLiteral("Vitrine ") + QString::fromStdString(vitrineVersion()));
    image.setText(QStringLiteral("Description"), page.provenance);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

QByteArray renderSvg(const FigurePage& page, const FigureOptions& options, const Theme& theme, double heightMm)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(vectorResolution);
    const QSizeF size = QSizeF(options.widthMm, heightMm) / millimetresPerInch * vectorResolution;
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(), size));
    generator.setTitle(page.title);
    generator.setDescription(page.provenance);
    QPainter painter(&generator);
    painter.scale(size.width() / layoutWidth(options), size.width() / layoutWidth(options));
    paintFigurePage(painter, page, layoutWidth(options), theme);
    painter.end();
    return buffer.data();
}

QByteArray renderPdf(const FigurePage& page, const FigureOptions& options, const Theme& theme, double heightMm)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(vectorResolution);
    writer.setPageSize(QPageSize(QSizeF(options.widthMm, heightMm), QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(page.title);
    writer.setCreator(QStringLiteral("Vitrine ") + QString::fromStdString(vitrineVersion()));
    QPainter painter(&writer);
    const double scale = options.widthMm / millimetresPerInch * vectorResolution / layoutWidth(options);
    painter.scale(scale, scale);
    paintFigurePage(painter, page, layoutWidth(options), theme);
    painter.end();
    return buffer.data();
}

bool isWhole(const QByteArray& bytes, FigureFormat format)
{
    const QByteArray tail = bytes.right(32).trimmed();
    switch (format) {
    case FigureFormat::Png:
        return bytes.startsWith("\x89PNG") && bytes.right(8).startsWith("IEND");
    case FigureFormat::Svg:
        return tail.endsWith("</svg>");
    case FigureFormat::Pdf:
        return bytes.startsWith("%PDF") && tail.endsWith("%%EOF");
    case FigureFormat::FromName:
        break;
    }
    return false;
}

FigureFormat formatFromName(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("png"))
        return FigureFormat::Png;
    if (suffix == QLatin1String("svg"))
        return FigureFormat::Svg;
    return suffix == QLatin1String("pdf") ? FigureFormat::Pdf : FigureFormat::FromName;
}

Result<void> writeSidecars(const FigurePage& page, const QString& path, const AnyResult& result)
{
    const QFileInfo info(path);
    const QString stem = info.path() + QLatin1Char('/') + info.completeBaseName();
    if (const auto* kind = findKind(result.kind())) {
        const auto text = QByteArray::fromStdString(kind->text(result));
        if (auto written = atomicWrite(stem + QStringLiteral(".json"), text); !written)
            return written;
    }
    for (std::size_t i = 0; i < page.parts.size(); ++i) {
        // The first chart's table takes the figure's name; the others add theirs.
        const QString own = i == 0 ? QString() : QLatin1Char('.') + page.parts[i].id;
        if (auto written = atomicWrite(stem + own + QStringLiteral(".csv"), toCsv(page.parts[i].chart->table()));
            !written)
            return written;
    }
    return {};
}

} // namespace

std::optional<Palette> paletteFromName(const QString& name)
{
    if (name == QLatin1String("blue-red"))
        return Palette::BlueRed;
    return name == QLatin1String("purple-orange") ? std::optional(Palette::PurpleOrange) : std::nullopt;
}

Result<QByteArray> renderFigure(const FigurePage& page, const FigureOptions& options, FigureFormat format)
{
    if (!(options.widthMm >= 20 && options.widthMm <= 1200))
        return refusal(ErrorCode::BadArgument, tr("A figure is 20 to 1200 mm wide, not %1.").arg(options.widthMm),
            QStringLiteral("width-mm"));
    if (options.dpi < 36 || options.dpi > 2400)
        return refusal(ErrorCode::BadArgument, tr("A picture has 36 to 2400 dots per inch, not %1.").arg(options.dpi),
            QStringLiteral("dpi"));
    const Theme theme = themeFor(options);
    const double height = figurePageHeight(page, layoutWidth(options));
    const double heightMm = height / layoutPixelsPerInch * millimetresPerInch;
    if (!std::isfinite(height) || heightMm > 5000) // a PDF page ends at 5.08 m
        return refusal(ErrorCode::TooLarge,
            tr("The figure would be more than five metres tall; make it wider or shorten the text."), page.title);

    QByteArray bytes;
    switch (format) {
    case FigureFormat::Png: {
        const double dots = options.dpi / millimetresPerInch;
        const QSize pixels(int(std::lround(options.widthMm * dots)), int(std::lround(heightMm * dots)));
        if (double(pixels.width()) * pixels.height() > maxPixels || pixels.height() > 32767)
            return refusal(ErrorCode::TooLarge,
                tr("%1 × %2 pixels are too many; choose fewer dots per inch.").arg(pixels.width()).arg(pixels.height()),
                page.title);
        bytes = renderPng(page, options, theme, pixels);
        break;
    }
    case FigureFormat::Svg:
        bytes = renderSvg(page, options, theme, heightMm);
        break;
    case FigureFormat::Pdf:
        bytes = renderPdf(page, options, theme, heightMm);
        break;
    case FigureFormat::FromName:
        return refusal(
            ErrorCode::BadArgument, tr("The name of a figure ends in .png, .svg or .pdf."), QStringLiteral("export"));
    }
    if (!isWhole(bytes, format))
        return refusal(ErrorCode::Internal,
            tr("The figure could not be drawn whole, probably for want of memory; make it smaller."), page.title);
    return bytes;
}

Result<void> writeFigure(
    const FigurePage& page, const FigureOptions& options, const QString& path, const AnyResult& result)
{
    const FigureFormat format = options.format == FigureFormat::FromName ? formatFromName(path) : options.format;
    const auto bytes = renderFigure(page, options, format);
    if (!bytes)
        return bytes.error();
    if (auto written = atomicWrite(path, *bytes); !written)
        return written;
    return options.sidecars ? writeSidecars(page, path, result) : Result<void>();
}

QByteArray toCsv(const TableData& table)
{
    QByteArray csv;
    const auto addRow = [&csv](const QStringList& cells) {
        for (qsizetype i = 0; i < cells.size(); ++i) {
            QString cell = cells[i];
            const bool quoted = cell.contains(QLatin1Char('"')) || cell.contains(QLatin1Char(','))
                || cell.contains(QLatin1Char('\n')) || cell.contains(QLatin1Char('\r'));
            if (quoted)
                cell = QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
            csv += (i > 0 ? "," : "") + cell.toUtf8();
        }
        csv += "\r\n";
    };
    addRow(table.header);
    for (const QStringList& row : table.rows)
        addRow(row);
    return csv;
}

QImage figureImage(const FigurePage& page, double width, double ratio, const Theme& theme)
{
    const double height = figurePageHeight(page, width);
    QImage image(int(std::ceil(width * ratio)), int(std::ceil(height * ratio)), QImage::Format_RGB32);
    image.fill(theme.surface);
    QPainter painter(&image);
    painter.scale(ratio, ratio);
    paintFigurePage(painter, page, width, theme);
    return image;
}

} // namespace vitrine
