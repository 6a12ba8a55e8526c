// SPDX-License-Identifier: GPL-3.0-or-later
// Steps of tokenizer.json are objects with a `type`; unknown ones are refused by that name.
#pragma once

#include "core/io/json/json_field.h"
#include "core/runtime/error.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One row of a registry of steps.
template <typename Step> struct StepEntry {
    std::string_view type;
    std::unique_ptr<Step> (*make)(const JsonField& step);
};

/// Throws Refusal(UnsupportedTokenizer): "tokenizer.json: the tokenizer step 'Metaspace' is not supported; …".
[[noreturn]] inline void refuseStep(const std::string& name)
{
    throw Refusal(ErrorCode::UnsupportedTokenizer,
        "tokenizer.json: the tokenizer step " + name
            + " is not supported; open a model whose tokenizer has other steps.",
        "tokenizer.json");
}

/// Builds the step whose row has its type.
template <typename Step>
std::unique_ptr<Step> makeStep(const std::vector<StepEntry<Step>>& registry, const JsonField& step)
{
    const std::string& type = step.at("type").string();
    for (const StepEntry<Step>& entry : registry) {
        if (entry.type == type)
            return entry.make(step);
    }
    refuseStep("'" + type + "'");
}

/// The `pattern` of a step, which must be a fixed string: {"String": "…"}. Regular expressions are refused by name.
inline std::string fixedPattern(const JsonField& step)
{
    const JsonField pattern = step.at("pattern");
    if (const auto expression = pattern.find("Regex"))
        refuseStep("'" + step.at("type").string() + "' with the pattern '" + expression->string() + "'");
    return pattern.at("String").string();
}

} // namespace vitrine
