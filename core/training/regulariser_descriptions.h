// SPDX-License-Identifier: GPL-3.0-or-later
// The registry of regularisers as others see it: without what they compute.
#pragma once

#include "core/results/description.h"

namespace vitrine {

/// In the order of the registry, "none" first. `parameters` are the settings of a training that mean something to it.
std::vector<MethodDescription> regulariserDescriptions();

} // namespace vitrine
