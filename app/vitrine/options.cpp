// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/vitrine/options.h"

#include "ui/charts/figures.h"
#include "ui/window/main_window.h" // gives the table of pages too

#include <QCommandLineParser>
#include <QCoreApplication>

namespace vitrine {

namespace {

Error badArgument(const QString& sentence, const char* subject)
{
    return { ErrorCode::BadArgument, sentence.toStdString(), subject, {} };
}

/// The number given for the option `name`, or an error that says what is allowed.
Result<double> numberOf(const QCommandLineParser& parser, const char* name, double fallback, double low, double high)
{
    if (!parser.isSet(QLatin1String(name)))
        return fallback;
    bool ok = false;
    const auto given = parser.value(QLatin1String(name));
    const double value = given.toDouble(&ok);
    if (!ok || value < low || value > high)
        return badArgument(QStringLiteral("--%1 must be a number from %2 to %3, not \"%4\".")
                               .arg(QLatin1String(name))
                               .arg(low)
                               .arg(high)
                               .arg(given),
            name);
    return value;
}

/// The ids of a table in a row: "a, b, c".
template <typename Table> QString idsOf(const Table& table)
{
    QStringList ids;
    for (const auto& entry : table)
        ids += entry.id;
    return ids.join(QStringLiteral(", "));
}

} // namespace

Result<WindowOptions> readOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "Options", "A glass case for text models: open a classifier and see why it answered as it did."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("files"),
        QCoreApplication::translate("Options", "Model folders, weight files or text files to open."),
        QStringLiteral("[MODEL|FILE…]"));
    const auto add = [&parser](const char* name, const char* help, const char* value) {
        parser.addOption(
            { QString::fromLatin1(name), QCoreApplication::translate("Options", help), QString::fromLatin1(value) });
    };
    add("model", "Open this model: a folder, a weights file or the name of a built-in model.", "MODEL");
    add("text", "Show and explain this text.", "TEXT");
    add("right", "Compare with this text (page and figure alignment).", "TEXT");
    parser.addOption({ QStringLiteral("page"),
        QCoreApplication::translate("Options", "Show this page, one of: %1.").arg(idsOf(pageRegistry())),
        QStringLiteral("ID") });
    add("theme", "light, dark or system; with --export also print.", "NAME");
    add("lang", "Language of the window, for example en.", "CODE");
    add("config-dir", "Keep settings in this folder and nowhere else.", "DIR");
    add("engine", "Use this engine, for example \"ssh host vitrine-engine serve\".", "COMMAND");
    add("export", "Write a figure (.png, .svg, .pdf) without opening a window; most need --model and --text.", "FILE");
    parser.addOption({ QStringLiteral("figure"),
        QCoreApplication::translate("Options", "Which figure, one of: %1.").arg(idsOf(figureRegistry())),
        QStringLiteral("ID") });
    add("width-mm", "Width of the figure in millimetres.", "W");
    add("dpi", "Resolution of PNG figures.", "D");
    add("palette", "Colours of signed values: blue-red or purple-orange.", "NAME");
    add("picture", "Write a picture of the window (PNG) once everything is shown, and end.", "FILE");
    parser.addOption({ QStringLiteral("time"),
        QCoreApplication::translate("Options", "Print how long starting and explaining took.") });
    parser.addOption({ QStringLiteral("quit-after-first"),
        QCoreApplication::translate("Options", "End when the first explanation is shown.") });
    if (!parser.parse(arguments))
        return badArgument(parser.errorText(), "arguments");
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp(0);
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();

    WindowOptions options;
    options.files = parser.positionalArguments();
    options.model = parser.value(QStringLiteral("model"));
    options.text = parser.value(QStringLiteral("text"));
    options.hasText = parser.isSet(QStringLiteral("text"));
    options.right = parser.value(QStringLiteral("right"));
    options.page = parser.value(QStringLiteral("page"));
    options.theme = parser.value(QStringLiteral("theme"));
    options.language = parser.value(QStringLiteral("lang"));
    options.configFolder = parser.value(QStringLiteral("config-dir"));
    options.engine = parser.value(QStringLiteral("engine"));
    options.exportTo = parser.value(QStringLiteral("export"));
    options.picture = parser.value(QStringLiteral("picture"));
    options.time = parser.isSet(QStringLiteral("time"));
    options.quitAfterFirst = parser.isSet(QStringLiteral("quit-after-first"));
    const QStringList themes { QString(), QStringLiteral("light"), QStringLiteral("dark"), QStringLiteral("system"),
        QStringLiteral("print") };
    if (!themes.contains(options.theme))
        return badArgument(
            QStringLiteral("--theme must be light, dark, system or print, not \"%1\".").arg(options.theme), "theme");
    options.figure.theme = options.theme == QLatin1String("dark") ? ThemeKind::Dark
        : options.theme == QLatin1String("print")                 ? ThemeKind::Print
                                                                  : ThemeKind::Light;
    if (parser.isSet(QStringLiteral("figure")))
        options.figure.figure = parser.value(QStringLiteral("figure"));
    if (parser.isSet(QStringLiteral("palette"))) {
        const auto palette = paletteFromName(parser.value(QStringLiteral("palette")));
        if (!palette)
            return badArgument(QStringLiteral("--palette must be blue-red or purple-orange, not \"%1\".")
                                   .arg(parser.value(QStringLiteral("palette"))),
                "palette");
        options.figure.palette = *palette;
    }
    const auto width = numberOf(parser, "width-mm", options.figure.widthMm, 20, 1200);
    if (!width)
        return width.error();
    const auto dpi = numberOf(parser, "dpi", options.figure.dpi, 36, 2400);
    if (!dpi)
        return dpi.error();
    options.figure.widthMm = *width;
    options.figure.dpi = int(*dpi);
    return options;
}

} // namespace vitrine
