// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says about itself.
#include "core/attribution/attribution.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/service/built_in_models.h"
#include "core/service/handlers/handlers.h"
#include "core/training/training_settings.h"

namespace vitrine {
namespace {

AnyDocument hello(const Call& call)
{
    const Parameters parameters({}, call.values);
    Greeting greeting;
    greeting.engine = call.session.stamp();
    greeting.devices = usableDevices();
    greeting.whyNoGpu = whyNoGpu();
    greeting.models = builtInModels();
    return greeting;
}

AnyDocument describe(const Call& call)
{
    const Parameters parameters({}, call.values);
    Description description;
    for (const auto& handler : handlers())
        description.requests.push_back(handler.description);
    description.attributionMethods = attributionMethods();
    description.regularisers = regulariserDescriptions();
    return description;
}

AnyDocument models(const Call& call)
{
    const Parameters parameters({}, call.values);
    return BuiltInModels { builtInModels() };
}

} // namespace

Handler helloHandler() { return { { "hello", "Hello", "Version, devices and built-in models.", false, {} }, hello }; }

Handler describeHandler()
{
    return { { "describe", "Describe", "Every request, attribution method and regulariser with its parameters.", false,
                 {} },
        describe };
}

Handler methodsHandler()
{
    return { { "methods", "Methods", "Every attribution method with its parameters.", false, {} }, describe };
}

Handler modelsHandler()
{
    return { { "models", "Models", "The models that come with the program.", false, {} }, models };
}

} // namespace vitrine
