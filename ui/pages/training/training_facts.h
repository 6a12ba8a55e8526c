// SPDX-License-Identifier: GPL-3.0-or-later
// What a training says about its texts and its cost, in one or two lines for people.
#pragma once

#include "core/results/training.h"

#include <QString>

namespace vitrine {

/// "9,600 texts to train on, 1,067 to validate · 2 classes · left out: duplicates 12".
QString textFacts(const Training& training);
/// "1,234,567 parameters · 300 steps · about 4 min a seed · about 210 MB for the backward pass, 2 segments recomputed".
QString costFacts(const Training& training, int seeds);
/// "4 min", "1 h 20 min", "12 s".
QString duration(double seconds);

} // namespace vitrine
