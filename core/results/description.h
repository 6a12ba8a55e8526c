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

    static void fields(auto& visit, auto& method)
    {
        visit("id", method.id);
        visit("title", method.title);
        visit("help", method.help);
        visit("completeness", method.completeness);
        visit("parameters", method.parameters);
    }
    bool operator==(const MethodDescription&) const = default;
};

/// Answer to `describe`.
struct Description {
    static constexpr const char* kind = "description";

    std::vector<MethodDescription> requests; ///< of the pipe
    std::vector<MethodDescription> attributionMethods; ///< in menu order
    /// Of a training, in menu order; `parameters` are the settings of the request `train` that mean something to each.
    /// Absent in answers of engines that do not tell.
    std::optional<std::vector<MethodDescription>> regularisers;

    static void fields(auto& visit, auto& description)
    {
        visit("requests", description.requests);
        visit("attribution_methods", description.attributionMethods);
        visit("regularisers", description.regularisers);
    }
    bool operator==(const Description&) const = default;
};

/// Answer to `hello`.
struct Greeting {
    static constexpr const char* kind = "greeting";

    EngineStamp engine;
    std::vector<std::string> devices; ///< usable ones, "cpu" first
    std::string whyNoGpu; ///< one sentence; empty when there is one
    std::vector<BuiltInModel> models;

    static void fields(auto& visit, auto& greeting)
    {
        visit("engine", greeting.engine);
        visit("devices", greeting.devices);
        visit("why_no_gpu", greeting.whyNoGpu);
        visit("models", greeting.models);
    }
    bool operator==(const Greeting&) const = default;
};

} // namespace vitrine
