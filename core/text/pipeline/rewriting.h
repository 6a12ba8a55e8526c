// SPDX-License-Identifier: GPL-3.0-or-later
// Published tokenizers find the place of a rewritten character by counting, also where that is not where it came from.
#pragma once

#include "core/text/unicode/characters.h"

namespace vitrine {

/// A new character and how many old ones it stands for; 0 when it shares the place of the one before.
struct RewrittenCharacter {
    char32_t codePoint;
    int consumed;
};

/// Gives the new characters the places of the old ones in `text`, which is not empty, and puts them there.
void placeByCount(Characters& text, const std::vector<RewrittenCharacter>& rewritten);

} // namespace vitrine
