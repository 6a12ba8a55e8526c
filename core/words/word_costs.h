// SPDX-License-Identifier: GPL-3.0-or-later
// Distances between the words of two texts.
#pragma once

#include "core/words/word_bag.h"

namespace vitrine {

/// Distance of two vectors: ‖a − b‖₂, or 1 − cos clipped at 0. Both sum over the width, as the definitions do.
double wordCost(CostKind kind, const double* a, const double* b, int width);

/// Throws Refusal(BadArgument) when a vector is not finite. What follows takes vectors that passed.
void checkVectors(const WordSpace& space);

/// All pairs (n, m), row-major.
std::vector<double> wordCosts(CostKind kind, const WordSpace& space, const WordBag& left, const WordBag& right);

} // namespace vitrine
