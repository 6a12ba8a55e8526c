// SPDX-License-Identifier: GPL-3.0-or-later
// An order of the rows of a distance matrix in which like stands beside like.
#pragma once

#include <vector>

namespace vitrine {

/// Leaves of average linkage (UPGMA), found by nearest-neighbour chains in O(n²) steps. Of two branches that join, the
/// one whose end is nearer to the other stands inside. `distance` is symmetric and finite. Returns a permutation of 0 …
/// n−1.
std::vector<int> leafOrder(std::vector<std::vector<double>> distance);

} // namespace vitrine
