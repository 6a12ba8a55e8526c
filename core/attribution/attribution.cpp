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

Attribution attribute(const LoadedModel& model, const AttributionRequest& request, const Progress& progress,
    const std::function<void(const Attribution&)>& onDraft)
{
    model.require("attribute");
    const AttributionMethod& method = methodNamed(request.method);
    const Parameters parameters(method.description.parameters, request.values);
    progress.step(0, 1, "reading");

    const at::NoGradGuard constant; // methods turn gradients on where they need them
    auto encoded = encodeInput(model, request.input, progress);
    const auto warnings = encoded.warnings;
    const auto inputs = model.network().inputsFor(encoded.encoding);
    const auto logits = model.network().logits(model.network().wordEmbeddings(inputs.ids), inputs); // (1, C)

    Attribution result;
    result.provenance = model.provenance(warnings);
    result.prediction = predictionFrom(model, std::move(encoded), toDoubles(logits));
    result.method = request.method;
    result.encoding = result.prediction.encoding;
    result.target = resolveTarget(result.prediction, parameters.text("target"), parameters.text("quantity"));
    const double atInput = toDoubles(targetValue(result.target, result.prediction.problem, logits)).front();

    int recomputeSegments = 0;
    const auto& specs = method.description.parameters;
    if (std::any_of(specs.begin(), specs.end(), [](const ParamSpec& spec) { return spec.name == "recompute"; })) {
        const auto texts = ExplainedFunction::textsAtOnce(model.network(), std::int64_t(result.encoding.size()));
        auto choice
            = chooseRecompute(model, result.encoding, texts, parameters.text("recompute"), request.memoryBudget);
        recomputeSegments = choice.segments;
        if (!choice.remark.empty())
            result.provenance.warnings.push_back(std::move(choice.remark));
    }
    const ExplainedFunction function(
        model.network(), inputs, result.target, result.prediction.problem, recomputeSegments);
    const Encoding encoding = result.encoding;
    const auto passOn = [&](const Attribution& draft) {
        if (onDraft)
            onDraft(draft);
    };
    method.run({ model, encoding, function, atInput, parameters, progress, passOn }, result);
    return result;
}

} // namespace vitrine
