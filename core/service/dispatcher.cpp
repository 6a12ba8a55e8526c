// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/dispatcher.h"

#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/visible_text.h"
#include "core/service/handlers/handlers.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine {
namespace {

template <typename T, typename Work> Result<T> guarded(Work&& work)
{
    try {
        return work();
    } catch (...) {
        return errorFromException(std::current_exception());
    }
}

} // namespace

const std::vector<Handler>& handlers()
{
    static const std::vector<Handler> table {
        helloHandler(),
        describeHandler(),
        modelsHandler(),
        methodsHandler(),
        inspectHandler(),
        openHandler(),
        closeHandler(),
        convertHandler(),
        tokenizeHandler(),
        predictHandler(),
        attributeHandler(),
        attentionHandler(),
        surgeryHandler(),
        alignHandler(),
        nearestHandler(),
        robustnessHandler(),
        geluHandler(),
        parityHandler(),
        trainHandler(),
        selfcheckHandler(),
    };
    return table;
}

const Handler* findHandler(std::string_view name)
{
    const auto found = std::find_if(
        handlers().begin(), handlers().end(), [&](const Handler& handler) { return handler.description.id == name; });
    return found == handlers().end() ? nullptr : &*found;
}

Result<AnyDocument> answer(const std::string& method, const Call& call)
{
    return guarded<AnyDocument>([&] {
        const Handler* handler = findHandler(method);
        if (handler == nullptr)
            throw Refusal(
                ErrorCode::BadArgument, "There is no request \"" + shown(method) + "\"; describe lists them.", method);
        if (call.methodValues && !handler->takesMethodValues)
            throw Refusal(ErrorCode::BadArgument, "The request \"" + method + "\" takes no parameters of a method.",
                "parameters");
        call.session.requireDevice();
        call.progress.step(0, 1, "starting");
        return handler->run(call);
    });
}

TextWork textWork(const std::string& method, const Call& call)
{
    const Handler* handler = findHandler(method);
    if (handler == nullptr || handler->texts == nullptr)
        throw Refusal(ErrorCode::BadArgument,
            "The request \"" + shown(method) + "\" does not run over the texts of a corpus.", method);
    call.session.requireDevice();
    return handler->texts(call);
}

Result<nlohmann::json> encoded(const Result<AnyDocument>& answered, ArrayForm form)
{
    if (!answered)
        return answered.error();
    return guarded<nlohmann::json>([&] { return encode(*answered, form); });
}

} // namespace vitrine
