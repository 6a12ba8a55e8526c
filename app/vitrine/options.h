// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of the window.
#pragma once

#include "core/runtime/result.h"
#include "ui/charts/figure_export.h"

#include <QStringList>

namespace vitrine {

struct WindowOptions {
    QStringList files; ///< models and texts, in the order given
    QString model;
    QString text;
    bool hasText = false; ///< --text was given, if only an empty one
    QString right; ///< the text to compare with
    QString page;
    QString theme; ///< "light", "dark", "system" or empty: as saved
    QString language;
    QString configFolder;
    QString engine; ///< command line of another engine
    QString exportTo; ///< empty: open the window
    FigureOptions figure;
    QString picture; ///< file for a picture of the window; empty: none
    bool time = false; ///< print how long things took
    bool quitAfterFirst = false; ///< end when the first explanation is shown
};

/// Reads the arguments after the program's name. Prints and ends the program for --help and --version.
/// Errors: BadArgument with one sentence.
Result<WindowOptions> readOptions(const QStringList& arguments);

} // namespace vitrine
