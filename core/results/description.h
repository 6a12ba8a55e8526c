// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says about itself: methods with their parameters, devices, built-in models.
#pragma once

#include "core/results/model_card.h"
#include "core/runtime/parameters.h"

#include <optional>

namespace vitrine {

/// One method: a request of the pipe, an attribution method, a regulariser.
struct MethodDescription {
    std::string id;
    std::string title;
    std::string help; ///< one or two sentences
    bool completeness = false; ///< attribution methods only: its scores add up to a known difference
    std::vector<ParamSpec> parameters;
};

/// Answer to `describe`.
struct Description {
    std::vector<MethodDescription> requests; ///< of the pipe
    std::vector<MethodDescription> attributionMethods; ///< in menu order
    /// Of a training, in menu order; `parameters` are the settings of the request `train` that mean something to each.
    /// Absent in answers of engines that do not tell.
    std::optional<std::vector<MethodDescription>> regularisers;
};

/// Answer to `hello`.
struct Greeting {
    EngineStamp engine;
    std::vector<std::string> devices; ///< usable ones, "cpu" first
    std::string whyNoGpu; ///< one sentence; empty when there is one
    std::vector<BuiltInModel> models;
};

} // namespace vitrine
