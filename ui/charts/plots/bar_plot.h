// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing of a bar chart of tokens, for the widget and for figures.
#pragma once

#include "ui/charts/tokens/scored_text.h"

#include <vector>

class QCustomPlot;

namespace vitrine {

/// Fills `plot` with one bar for each cell of `text`, in the order given by `order` (indices of cells). Positions on
/// the x axis are 0, 1, … in that order. `selected` is a position or −1.
void fillBarPlot(
    QCustomPlot& plot, const Theme& theme, const ScoredText& text, const std::vector<int>& order, int selected);

} // namespace vitrine
