// SPDX-License-Identifier: GPL-3.0-or-later
// Answers and accuracy over the length of a step in embedding space.
#pragma once

#include "ui/charts/any_result.h"
#include "ui/charts/plots/curve_set.h"

namespace vitrine {

/// Probability of the label over the length of the step, a curve for each direction, with the step that changes the
/// answer.
CurveSet robustnessCurves(const AnyResult& result);
/// Accuracy over a corpus, a curve with its Wilson band for each kind of direction.
CurveSet robustAccuracyCurves(const AnyResult& result);

/// What a person reads for "fgm", "vat", "random".
QString directionTitle(const std::string& method);

} // namespace vitrine
