// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to the request `robustness`, invented from the text alone.
#pragma once

#include "core/results/description.h"
#include "core/results/robustness.h"

namespace vitrine::mock {

/// The description of the request `robustness` with some of its parameters.
MethodDescription robustnessRequest();

/// With a text: "fgm" moves all words equally and changes the label at length 2. "vat" moves only the last word and
/// never changes the label. With an input: 200 texts, of which "fgm" makes 10 wrong at length 1 and 40 at length 2.
Robustness robustness(const ParameterValues& params);

} // namespace vitrine::mock
