// SPDX-License-Identifier: GPL-3.0-or-later
// Which settings of a training mean something to the chosen regulariser: the others are not shown.
#pragma once

#include <string>

namespace vitrine {

/// False when only other regularisers take `name`; true also for what none is known to own.
bool belongsToRegulariser(const std::string& name, const std::string& regulariser);

} // namespace vitrine
