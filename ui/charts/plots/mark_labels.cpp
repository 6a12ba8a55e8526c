// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plots/mark_labels.h"

#include <algorithm>
#include <cstddef>

namespace vitrine {

namespace {

struct Taken {
    double left;
    double right;
    int row;
};

constexpr int maxRows = 3;

} // namespace

std::vector<MarkLabel> placeMarkLabels(const std::vector<double>& lines, const std::vector<double>& widths, double room)
{
    std::vector<MarkLabel> labels;
    std::vector<Taken> taken;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto spanAt = [&](bool isLeft, int row) {
            return Taken { isLeft ? lines[i] - widths[i] : lines[i], isLeft ? lines[i] : lines[i] + widths[i], row };
        };
        const auto isFree = [&](const Taken& span) {
            if (span.left < 0 || span.right > room)
                return false;
            const bool onLine
                = std::any_of(lines.begin(), lines.end(), [&](double x) { return x > span.left && x < span.right; });
            return !onLine && std::none_of(taken.begin(), taken.end(), [&](const Taken& other) {
                return other.row == span.row && other.left < span.right && span.left < other.right;
            });
        };
        const bool preferred = lines[i] > room / 2;
        MarkLabel best { preferred,
            int(std::min(i, std::size_t(maxRows - 1))) }; // of lines that stand too close: a row each
        bool found = false;
        for (int row = 0; row < maxRows && !found; ++row) {
            for (const bool isLeft : { preferred, !preferred }) {
                if (!found && isFree(spanAt(isLeft, row))) {
                    best = { isLeft, row };
                    found = true;
                }
            }
        }
        taken.push_back(spanAt(best.isLeft, best.row));
        labels.push_back(best);
    }
    return labels;
}

} // namespace vitrine
