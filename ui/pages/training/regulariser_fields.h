// SPDX-License-Identifier: GPL-3.0-or-later
// Which settings of a training mean something to the chosen regulariser: the others are not shown.
#pragma once

#include "core/results/description.h"

namespace vitrine {

/// A regulariser takes `name`.
bool isOfARegulariser(const std::vector<MethodDescription>& regularisers, const std::string& name);

/// False when only other regularisers than `regulariser` take `name`.
bool isMeantFor(
    const std::vector<MethodDescription>& regularisers, const std::string& name, const std::string& regulariser);

} // namespace vitrine
