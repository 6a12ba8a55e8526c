// SPDX-License-Identifier: GPL-3.0-or-later
// Load report, opening and closing of models.
#include "core/service/handlers/handlers.h"

namespace vitrine {
namespace {

AnyDocument inspect(const Call& call)
{
    const Parameters parameters({ modelParameter() }, call.values);
    const ModelPlace place = placeOf(parameters.text("model"));
    LoadOptions options;
    options.builtInName = place.builtIn;
    options.title = place.title;
    return inspectModel(place.path, options, call.progress);
}

AnyDocument open(const Call& call)
{
    const Parameters parameters({ modelParameter() }, call.values);
    return call.session.model(parameters.text("model"), call.progress)->card();
}

AnyDocument close(const Call& call)
{
    const Parameters parameters({ modelParameter() }, call.values);
    call.session.close(parameters.text("model"));
    return Closed {};
}

} // namespace

Handler inspectHandler()
{
    return { { "inspect", "Inspect", "What is in a model folder, without running anything from it.", false,
                 { modelParameter() } },
        inspect };
}

Handler openHandler()
{
    return { { "open", "Open", "Loads a model and keeps it; answers with its load report.", false,
                 { modelParameter() } },
        open };
}

Handler closeHandler() { return { { "close", "Close", "Forgets a model.", false, { modelParameter() } }, close }; }

} // namespace vitrine
