// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/attribution.h"

#include "core/attribution/method.h"
#include "core/attribution/recompute_choice.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace vitrine {
namespace {

const AttributionMethod& methodNamed(const std::string& id)
{
    std::string known;
    for (const auto& method : methodRegistry()) {
        if (method.description.id == id)
            return method;
        known += (known.empty() ? "" : ", ") + method.description.id;
    }
    throw Refusal(
        ErrorCode::BadArgument, "There is no attribution method \"" + id + "\"; there are " + known + ".", "method");
}

RecomputeChoice recomputeOf(const LoadedModel& model, const AttributionMethod& method, const Encoding& encoding,
    const Parameters& parameters, const AttributionRequest& request)
{
    const auto& specs = method.description.parameters;
    if (std::none_of(specs.begin(), specs.end(), [](const ParamSpec& spec) { return spec.name == "recompute"; }))
        return {};
    const auto atOnce = ExplainedFunction::textsAtOnce(model.network(), std::int64_t(encoding.size()));
    return chooseRecompute(model, encoding, atOnce, parameters.text("recompute"), request.memoryBudget);
}

} // namespace

const std::vector<MethodDescription>& attributionMethods()
{
    static const std::vector<MethodDescription> descriptions = [] {
        std::vector<MethodDescription> list;
        for (const auto& method : methodRegistry())
            list.push_back(method.description);
        return list;
    }();
    return descriptions;
}

void checkAttribution(const LoadedModel& model, const AttributionRequest& request)
{
    model.require("attribute");
    const Parameters parameters(methodNamed(request.method).description.parameters, request.values);
}

Attribution attribute(const LoadedModel& model, const AttributionRequest& request, const Progress& progress,
    const std::function<void(const Attribution&)>& onDraft)
{
    model.require("attribute");
    progress.step(0, 1, "reading");
    const EncodedInput encoded = encodeInput(model, request.input, progress);
    return std::move(attributeTogether(model, { &encoded, 1 }, request, progress, onDraft).front());
}

std::vector<Attribution> attributeTogether(const LoadedModel& model, std::span<const EncodedInput> texts,
    const AttributionRequest& request, const Progress& progress, const std::function<void(const Attribution&)>& onDraft)
{
    model.require("attribute");
    const AttributionMethod& method = methodNamed(request.method);
    const Parameters parameters(method.description.parameters, request.values);
    const at::NoGradGuard constant; // methods turn gradients on where they need them
    const auto predictions = predictTogether(model, texts);
    const RecomputeChoice recompute = recomputeOf(model, method, texts.front().encoding, parameters, request);
    std::vector<Attribution> results(texts.size());
    std::vector<ExplainedFunction> functions;
    functions.reserve(texts.size());
    std::vector<MethodInput> inputs;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        Attribution& result = results[i];
        result.provenance = model.provenance(texts[i].warnings);
        if (!recompute.remark.empty())
            result.provenance.warnings.push_back(recompute.remark);
        result.prediction = predictions[i];
        result.method = request.method;
        result.encoding = texts[i].encoding;
        result.target = resolveTarget(result.prediction, parameters.text("target"), parameters.text("quantity"));
        functions.emplace_back(model.network(), model.network().inputsFor(result.encoding), result.target,
            result.prediction.problem, recompute.segments);
        const auto passOn = [&](const Attribution& draft) {
            if (onDraft)
                onDraft(draft);
        };
        inputs.push_back({ model, texts[i].encoding, functions.back(),
            functions.back().valueOf(result.prediction.logits), parameters, progress, passOn });
    }
    method.run(inputs, results);
    return results;
}

} // namespace vitrine
