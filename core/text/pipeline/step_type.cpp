// SPDX-License-Identifier: GPL-3.0-or-later
// The refusals that all kinds of steps share.
#include "core/text/pipeline/step_type.h"

namespace vitrine {

void refuseStep(const std::string& name)
{
    throw Refusal(ErrorCode::UnsupportedTokenizer,
        "tokenizer.json: the tokenizer step " + name
            + " is not supported; open a model whose tokenizer has other steps.",
        "tokenizer.json");
}

std::string fixedPattern(const JsonField& step)
{
    const JsonField pattern = step.at("pattern");
    if (const auto expression = pattern.find("Regex"))
        refuseStep("'" + step.at("type").string() + "' with the pattern '" + expression->string() + "'");
    return pattern.at("String").string();
}

} // namespace vitrine
