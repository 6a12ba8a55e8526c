// SPDX-License-Identifier: GPL-3.0-or-later
// A training run made up from its settings, at any moment of it.
#pragma once

#include "core/results/description.h"
#include "core/results/training.h"

namespace vitrine::mock {

/// The request `train` with a handful of its parameters.
MethodDescription trainRequest();
/// "jelly" with its "wobble" stands for one that nobody here has heard of.
std::vector<MethodDescription> regularisers();

/// The run of `settings` when `share` of its 200 steps is done; with "dry-run" the plan alone. The seed decides the
/// accuracy: 0.8 + seed / 100 on 1,000 validation texts, one hundredth less in the test.
Training training(const ParameterValues& settings, double share);

} // namespace vitrine::mock
