// SPDX-License-Identifier: GPL-3.0-or-later
// Accuracy over labelled texts when each is moved by as much as is allowed.
#pragma once

#include "core/robustness/robustness.h"

namespace vitrine {

/// Fills in accuracies, rows, and warnings about rows that do not count: no label, an unknown one, nothing that can
/// move.
void measureCorpus(const LoadedModel& model, const RobustnessQuestion& question, const std::vector<double>& sizes,
    const Progress& progress, Robustness& result);

} // namespace vitrine
