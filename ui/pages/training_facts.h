// SPDX-License-Identifier: GPL-3.0-or-later
// What a training says about its texts and its cost, in one or two lines for people.
#pragma once

#include "core/results/training.h"

#include <QString>

namespace vitrine {

/// "9,600 texts, 1,067 to validate · 2 classes · 12 duplicates left out".
QString textFacts(const Training& training);
/// "1.2 million parameters · 300 steps · about 4 min · 210 MB for the backward pass".
QString costFacts(const Training& training);
/// "4 min", "1 h 20 min", "12 s".
QString duration(double seconds);

} // namespace vitrine
