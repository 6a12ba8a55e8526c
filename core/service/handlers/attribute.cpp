// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the parameters of every text request, the method, and then whatever that method says it takes.
#include "core/attribution/attribution.h"
#include "core/service/handlers/handlers.h"

#include <algorithm>

namespace vitrine {
namespace {

ParamSpec methodParameter()
{
    ParamSpec spec { .name = "method",
        .title = "Method",
        .kind = ParamKind::Choice,
        .defaultValue = attributionMethods().front().id,
        .help = "how the scores are computed" };
    for (const auto& method : attributionMethods())
        spec.choices.push_back({ method.id, method.title });
    return spec;
}

// What is not about the text is about the method.
std::map<std::string, std::string> takeMethodValues(
    std::map<std::string, std::string>& values, const std::vector<ParamSpec>& common)
{
    std::map<std::string, std::string> own;
    for (auto value = values.begin(); value != values.end();) {
        const bool isCommon = std::any_of(
            common.begin(), common.end(), [&](const ParamSpec& spec) { return spec.name == value->first; });
        if (isCommon) {
            ++value;
        } else {
            own.insert(*value);
            value = values.erase(value);
        }
    }
    return own;
}

std::vector<ParamSpec> commonParameters()
{
    auto specs = textParameters();
    specs.push_back(methodParameter());
    return specs;
}

nlohmann::json run(const Call& call)
{
    const auto specs = commonParameters();
    auto values = call.values;
    auto methodValues = takeMethodValues(values, specs);
    const Parameters parameters(specs, values);
    const auto model = call.session.model(parameters.text("model"), call.progress);
    const AttributionRequest request { textInput(parameters, values), parameters.text("method"),
        std::move(methodValues) };
    std::function<void(const Attribution&)> onDraft;
    if (call.partial)
        onDraft = [&call](const Attribution& draft) { call.partial(encode(draft, call.form)); };
    return encode(attribute(*model, request, call.progress, onDraft), call.form);
}

} // namespace

Handler attributeHandler()
{
    return { { "attribute", "Attribute", "Scores of the tokens for one answer, with their certificate.", false,
                 commonParameters() },
        run };
}

} // namespace vitrine
