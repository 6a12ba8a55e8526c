// SPDX-License-Identifier: GPL-3.0-or-later
// The token strip for screen readers: a list whose items say token, attribution and rank.
#pragma once

namespace vitrine {

/// Makes Qt build list interfaces for token strips; the first call installs, others do nothing.
void installTokenStripAccessibility();

} // namespace vitrine
