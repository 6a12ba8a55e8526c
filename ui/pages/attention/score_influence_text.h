// SPDX-License-Identifier: GPL-3.0-or-later
// What the picture of influences says, in one sentence.
#pragma once

#include "core/results/attention.h"

#include <QString>

namespace vitrine {

/// "Random: no score depends on any token: every derivative is exactly 0." Tells three cases apart by the numbers
/// themselves.
QString influenceSentence(const ScoreInfluence& influence);

} // namespace vitrine
