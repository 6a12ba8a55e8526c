// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens for a terminal, shown as in the window: without the marks that vocabularies use for blanks and bytes.
#pragma once

#include "core/results/encoding.h"

#include <string>
#include <vector>

namespace vitrine {

/// What a person reads for each token; "␣" for one that is only a blank.
std::vector<std::string> shownTokens(const Encoding& encoding);

} // namespace vitrine
