// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/shown_tokens.h"

#include "core/text/token_groups.h"

namespace vitrine {

std::vector<std::string> shownTokens(const Encoding& encoding)
{
    std::vector<std::string> texts = tokenTexts(encoding);
    for (std::string& text : texts) {
        if (text == " ")
            text = "␣";
    }
    return texts;
}

} // namespace vitrine
