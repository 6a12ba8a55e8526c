// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to `robustness`, made up from the text alone.
#pragma once

#include "core/results/description.h"
#include "core/results/robustness.h"

namespace vitrine::mock {

/// The request `robustness` with a handful of its parameters.
MethodDescription robustnessRequest();

/// With a text: "fgm" goes into every word alike and flips the answer at 2, "vat" into the last word alone and never
/// flips it. With an input: 200 texts, of which "fgm" loses 10 at a step of 1 and 40 at 2.
Robustness robustness(const ParameterValues& params);

} // namespace vitrine::mock
