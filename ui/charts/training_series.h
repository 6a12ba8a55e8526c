// SPDX-License-Identifier: GPL-3.0-or-later
// The same training with several seeds is one result: only together do they say anything.
#pragma once

#include "core/results/training.h"

#include <memory>
#include <vector>

namespace vitrine {

/// Runs that differ in nothing but the seed, in the order of the seeds; none is null.
struct TrainingSeries {
    std::vector<std::shared_ptr<const Training>> runs;
};

} // namespace vitrine
