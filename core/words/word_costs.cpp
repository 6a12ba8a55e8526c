// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/word_costs.h"

#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {

void checkVectors(const WordSpace& space)
{
    if (!std::all_of(space.vectors.begin(), space.vectors.end(), [](double value) { return std::isfinite(value); })) {
        throw Refusal(ErrorCode::BadArgument,
            "A word vector holds values that are not finite, so no distance to it is defined: choose other vectors or "
            "another layer.",
            "vectors");
    }
}

double wordCost(CostKind kind, const double* a, const double* b, int width)
{
    if (kind == CostKind::Cosine) {
        const double product = std::inner_product(a, a + width, b, 0.0);
        return std::max(0.0, 1 - product / (normOf(a, width) * normOf(b, width)));
    }
    double squares = 0;
    for (int h = 0; h < width; ++h)
        squares += (a[h] - b[h]) * (a[h] - b[h]);
    return std::sqrt(squares);
}

std::vector<double> wordCosts(CostKind kind, const WordSpace& space, const WordBag& left, const WordBag& right)
{
    std::vector<double> costs;
    costs.reserve(left.size() * right.size());
    for (const int i : left.vector) {
        for (const int j : right.vector)
            costs.push_back(i == j ? 0.0 : wordCost(kind, space.row(i), space.row(j), space.note.width));
    }
    return costs;
}

} // namespace vitrine
