// SPDX-License-Identifier: GPL-3.0-or-later
// Gradient times input (Shrikumar and others 2016): the first-order estimate of what a token's embedding adds to F.
#include "core/attribution/method.h"
#include "core/attribution/recompute_choice.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

void run(const MethodInput& input, Attribution& result)
{
    input.progress.step(0, 1, "differentiating");
    const auto& x = input.function.input(); // (1, L, E)
    const auto gradient = input.function.gradient(x).gradient; // (1, L, E)
    result.scores = toDoubles((x.to(at::kDouble) * gradient.to(at::kDouble)).sum(-1));
    input.progress.step(1, 1, "differentiating");
}

} // namespace

AttributionMethod gradientTimesInputMethod()
{
    auto parameters = targetParameters();
    parameters.push_back(recomputeParameter());
    return {
        { "gradient-x-input", "Gradient × input",
            "The gradient multiplied by the embedding. Cheap; its sum has no known value, so nothing certifies it.",
            false, parameters },
        oneByOne(run)
    };
}

} // namespace vitrine
