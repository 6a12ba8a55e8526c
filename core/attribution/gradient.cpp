// SPDX-License-Identifier: GPL-3.0-or-later
// The gradient alone (Simonyan and others 2014): how steeply F changes with a token's embedding, in any direction.
#include "core/attribution/method.h"
#include "core/attribution/recompute_choice.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

void run(const MethodInput& input, Attribution& result)
{
    input.progress.step(0, 1, "differentiating");
    const auto gradient = input.function.gradient(input.function.input()).gradient.squeeze(0).to(at::kDouble); // (L, E)
    const std::string& norm = input.parameters.text("norm");
    result.rule = norm;
    if (norm == "l2")
        result.scores = toDoubles(at::linalg_vector_norm(gradient, 2, at::IntArrayRef { 1 }));
    else if (norm == "l1")
        result.scores = toDoubles(gradient.abs().sum(1));
    else
        result.scores = toDoubles(gradient.sum(1));
    input.progress.step(1, 1, "differentiating");
}

} // namespace

AttributionMethod gradientMethod()
{
    auto parameters = targetParameters();
    parameters.push_back({ "norm", "Summed as", ParamKind::Choice, "l2",
        "How a token's gradient becomes one number; l2 and l1 lose the sign.", {}, {},
        { { "l2", "Euclidean length" }, { "l1", "Sum of absolute values" }, { "sum", "Signed sum" } }, false });
    parameters.push_back(recomputeParameter());
    return { { "gradient", "Gradient",
                 "How steeply the answer changes when a token's embedding is moved a little. Cheap; says nothing about "
                 "saturated answers.",
                 false, parameters },
        oneByOne(run) };
}

} // namespace vitrine
