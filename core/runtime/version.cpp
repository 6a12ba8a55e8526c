// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/version.h"

namespace vitrine {

std::string vitrineVersion() { return VITRINE_VERSION; }

} // namespace vitrine
