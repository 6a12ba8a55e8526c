// SPDX-License-Identifier: GPL-3.0-or-later
// Inside another document an encoding has no head of its own, which the codec wants to see.
#include "app/engine/shown_tokens.h"

#include "core/results/codec.h"
#include "core/text/token_groups.h"

namespace vitrine {

std::vector<std::string> shownTokens(const nlohmann::json& encoding)
{
    nlohmann::json document = encode(Encoding(), ArrayForm::Lists);
    document.update(encoding);
    const auto read = decode<Encoding>(document);
    if (!read)
        throw Refusal(read.error());
    std::vector<std::string> texts = tokenTexts(*read);
    for (std::string& text : texts) {
        if (text == " ")
            text = "␣";
    }
    return texts;
}

} // namespace vitrine
