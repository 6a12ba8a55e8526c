// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the registry, a file each.
#pragma once

#include "core/training/regulariser.h"

namespace vitrine {

Regulariser noRegulariser();

} // namespace vitrine
