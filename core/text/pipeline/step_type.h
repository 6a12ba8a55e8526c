// SPDX-License-Identifier: GPL-3.0-or-later
// Steps of tokenizer.json are objects with a `type`; unknown ones are refused by that name.
#pragma once

#include "core/io/json/json_field.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/text/pipeline/step_limits.h"

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
    refuseStep("'" + shown(type) + "'");
}

/// Steps in `step`, those in the lists `list` inside each other included.
inline std::size_t countSteps(const nlohmann::json& step, const char* list)
{
    std::size_t count = 1;
    if (step.is_object() && step.contains(list)) {
        for (const nlohmann::json& part : step[list])
            count += countSteps(part, list);
    }
    return count;
}

/// Throws Refusal(TooLarge) when `step` has more than maxSteps.
inline void boundSteps(const JsonField& step, const char* list)
{
    if (const std::size_t count = countSteps(step.json(), list); count > maxSteps) {
        throw Refusal(ErrorCode::TooLarge,
            "tokenizer.json: " + step.path() + " has " + std::to_string(count) + " steps, more than the "
                + std::to_string(maxSteps) + " that are read; open a model whose tokenizer has fewer.",
            "tokenizer.json");
    }
}

/// The `pattern` of a step, which must be a fixed string: {"String": "…"}. Regular expressions are refused by name.
inline std::string fixedPattern(const JsonField& step)
{
    const JsonField pattern = step.at("pattern");
    if (const auto expression = pattern.find("Regex"))
        refuseStep("'" + shown(step.at("type").string()) + "' with the pattern '" + shown(expression->string()) + "'");
    return pattern.at("String").string();
}

} // namespace vitrine
