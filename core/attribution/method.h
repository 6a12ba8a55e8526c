// SPDX-License-Identifier: GPL-3.0-or-later
// What an attribution method is: a description, and one function that fills in the scores.
#pragma once

#include "core/attribution/explained_function.h"
#include "core/models/opening/loaded_model.h"
#include "core/results/attribution.h"
#include "core/results/description.h"
#include "core/runtime/parameters.h"
#include "core/runtime/progress.h"

#include <functional>
#include <span>
#include <vector>

namespace vitrine {

/// What a method gets to work with.
struct MethodInput {
    const LoadedModel& model;
    const Encoding& encoding;
    const ExplainedFunction& function; ///< F, with the text's word embeddings
    double atInput = 0; ///< F(x), from the forward pass of the prediction
    const Parameters& parameters;
    const Progress& progress;
    std::function<void(const Attribution&)> onDraft; ///< never empty
};

/// Fills in scores (L), rule, baseline, certificate, path and further warnings; everything else is there already. The
/// texts have one length in tokens.
using AttributionFunction = std::function<void(std::span<const MethodInput> inputs, std::span<Attribution> results)>;

/// One method.
struct AttributionMethod {
    MethodDescription description;
    AttributionFunction run;
};

/// A method that looks at one text at a time.
AttributionFunction oneByOne(void (*run)(const MethodInput& input, Attribution& result));

/// All methods in menu order.
const std::vector<AttributionMethod>& methodRegistry();

/// One file each; the rows of the registry.
AttributionMethod integratedGradientsMethod();
AttributionMethod gradientMethod();
AttributionMethod gradientTimesInputMethod();
AttributionMethod occlusionMethod();
AttributionMethod smoothGradientMethod();

} // namespace vitrine
