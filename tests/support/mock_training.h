// SPDX-License-Identifier: GPL-3.0-or-later
// A training run invented from its settings, at any moment of the run.
#pragma once

#include "core/results/description.h"
#include "core/results/training.h"

namespace vitrine::mock {

/// The description of the request `train` with some of its parameters.
MethodDescription trainRequest();
/// The regulariser "jelly" with its setting "wobble" is unknown to the window.
std::vector<MethodDescription> regularisers();

/// The run of `settings` when `share` of its 200 steps is done. With "dry-run" only the plan. The accuracy follows from
/// the seed: 0.8 + seed / 100 on 1,000 validation texts, and one hundredth less on the test texts.
Training training(const ParameterValues& settings, double share);

} // namespace vitrine::mock
