// SPDX-License-Identifier: GPL-3.0-or-later
// Where the words of dashed upright lines stand, so that none lies on another or on another's line.
#pragma once

#include <vector>

namespace vitrine {

/// Place of one word beside its line.
struct MarkLabel {
    bool isLeft = false; ///< of its line
    int row = 0; ///< from the top
};

/// `lines` and `widths` in pixels of an axis that is `room` wide; as many places as lines. The right side is preferred
/// in the left half and the left side in the right half; a word that fits at neither side goes a row lower.
std::vector<MarkLabel> placeMarkLabels(
    const std::vector<double>& lines, const std::vector<double>& widths, double room);

} // namespace vitrine
