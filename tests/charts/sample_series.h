// SPDX-License-Identifier: GPL-3.0-or-later
// Training runs to feed charts with, one for each case of the other samples.
#pragma once

#include "core/results/training.h"
#include "ui/charts/any_result.h"

#include <QString>

namespace vitrine::samples {

/// By the name of a case: nothing ("empty"), one step ("one"), three seeds of 400 points ("many"), values that are no
/// numbers ("nan", "all-nan", "infinite"), else one seed of 40 points.
std::shared_ptr<const TrainingSeries> trainingSeries(const QString& name);

} // namespace vitrine::samples
