// SPDX-License-Identifier: GPL-3.0-or-later
// Figures: which charts of a result stand together on one page, with or without a window.
#pragma once

#include "ui/charts/chart_registry.h"
#include "ui/charts/figure_export.h"

namespace vitrine {

/// One figure that `vitrine --export --figure ID` can draw.
struct FigureEntry {
    QString id;
    const char* title; ///< to be translated in the context "vitrine::Figures"
    std::type_index needs; ///< kind of result
    std::vector<FigureSlot> layout; ///< chart ids of chartRegistry() and where they stand
};

const std::vector<FigureEntry>& figureRegistry();
/// The entry called `id`; null when there is none.
const FigureEntry* findFigure(const QString& id);

/// Draws the figure options.figure of `result` into `path`, with its sidecars. Needs a QApplication, no window and no
/// display. Errors: BadArgument (unknown figure or format, sizes out of range, a result of another kind), Unreadable
/// (not written).
Result<void> exportFigure(const AnyResult& result, const FigureOptions& options, const QString& path);

} // namespace vitrine
