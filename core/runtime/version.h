// SPDX-License-Identifier: GPL-3.0-or-later
// Which Vitrine this is. Only version.cpp is compiled again when it changes.
#pragma once

#include <string>

namespace vitrine {

/// The release, like "0.2.0"; for a build of a later commit "0.2.0+5.gabc1234" (cmake/VitrineVersion.cmake).
std::string vitrineVersion();

} // namespace vitrine
