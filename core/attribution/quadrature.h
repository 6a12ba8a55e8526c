// SPDX-License-Identifier: GPL-3.0-or-later
// Gauss–Legendre points: what the rules of path_integral.h are built from.
#pragma once

#include "core/attribution/path_integral.h"

namespace vitrine {

/// Nodes ascending on [0, 1] and weights summing to 1. Newton's method on P_n from the cosine guess; relative error
/// about 1e-15.
QuadratureRule gaussLegendre(int points);

} // namespace vitrine
