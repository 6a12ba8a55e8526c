// SPDX-License-Identifier: GPL-3.0-or-later
// How much each token contributed to an answer: the one function that runs any attribution method. No tensor library in
// this header.
#pragma once

#include "core/models/predict.h"
#include "core/results/attribution.h"
#include "core/results/description.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace vitrine {

/// What is asked. `values` are the method's own parameters as text: see MethodDescription::parameters.
struct AttributionRequest {
    TextInput input;
    std::string method = "integrated-gradients";
    ParameterValues values;
    std::int64_t memoryBudget
        = 0; ///< bytes that the graph of one evaluation may take before layers are recomputed; 0: half of what is free
};

/// Every method, in menu order.
const std::vector<MethodDescription>& attributionMethods();

/// Checks what no text can change: the method, its parameters, and that the model can be explained. Throws
/// Refusal(BadArgument).
void checkAttribution(const LoadedModel& model, const AttributionRequest& request);

/// Scores the tokens of texts of one length in tokens, which share batches; `request.input` is not looked at. Throws
/// what attribute() throws, also when it is true of one of the texts only.
std::vector<Attribution> attributeTogether(const LoadedModel& model, std::span<const EncodedInput> texts,
    const AttributionRequest& request, const Progress& progress = {},
    const std::function<void(const Attribution&)>& onDraft = {});

/// Scores the tokens of one text. `onDraft`, if set, may get one rougher answer before the final one.
/// Throws Refusal: BadArgument (method, parameter, a target or baseline the model has not got), what encodeInput()
/// throws; Cancelled.
Attribution attribute(const LoadedModel& model, const AttributionRequest& request, const Progress& progress = {},
    const std::function<void(const Attribution&)>& onDraft = {});

} // namespace vitrine
