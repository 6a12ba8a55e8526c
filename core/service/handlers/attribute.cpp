// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the parameters of every text request, the method, and what that method says it takes.
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

// Without `methodValues`, what is not about the text is about the method.
ParameterValues takeMethodValues(ParameterValues& values, const std::vector<ParamSpec>& common)
{
    ParameterValues own;
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

struct Asked {
    std::shared_ptr<const LoadedModel> model;
    AttributionRequest request;
};

Asked askedOf(const Call& call)
{
    const auto specs = commonParameters();
    auto values = call.values;
    ParameterValues methodValues = call.methodValues ? *call.methodValues : takeMethodValues(values, specs);
    const Parameters parameters(specs, values);
    auto model = call.session.model(parameters.text("model"), call.progress);
    return { std::move(model), { textInput(parameters, values), parameters.text("method"), std::move(methodValues) } };
}

AnyDocument run(const Call& call)
{
    const auto [model, request] = askedOf(call);
    std::function<void(const Attribution&)> onDraft;
    if (call.partial)
        onDraft = [&call](const Attribution& draft) { call.partial(draft); };
    return attribute(*model, request, call.progress, onDraft);
}

TextWork texts(const Call& call)
{
    const Asked asked = askedOf(call);
    const auto& model = asked.model;
    checkAttribution(*model, asked.request);
    TextWork work { model, usualEncoding(model, asked.request.input), {} };
    work.answer = [asked](std::span<const EncodedInput> inputs, const Progress& progress) {
        std::vector<Result<std::any>> answers;
        for (Attribution& attribution : attributeTogether(*asked.model, inputs, asked.request, progress))
            answers.emplace_back(std::any(AnyDocument(std::move(attribution))));
        return answers;
    };
    work.tokensAtOnce = 2 * model->tokensAtOnce(); // paths of some texts end early, and the others fill the batches
    return work;
}

} // namespace

Handler attributeHandler()
{
    return { { "attribute", "Attribute", "Scores of the tokens for one answer, with their certificate.", false,
                 commonParameters() },
        run, true, texts };
}

} // namespace vitrine
