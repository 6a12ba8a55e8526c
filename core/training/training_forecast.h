// SPDX-License-Identifier: GPL-3.0-or-later
// What a training run will cost, found by running a few of its steps on copies of the parameters.
#pragma once

#include "core/training/training_state.h"

namespace vitrine {

/// Of a whole run.
struct TrainingForecast {
    std::int64_t bytes = 0; ///< largest memory of one step
    double seconds = 0; ///< of all steps, validations and the test
};

/// The network, its optimiser and the generator of random numbers are afterwards as they were. Stage: "timing".
TrainingForecast forecastTraining(TrainingState& state, const Progress& progress);

} // namespace vitrine
