// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/handlers/handlers.h"

namespace vitrine {
namespace {

AnyDocument run(const Call& call)
{
    const Parameters parameters(textParameters(), call.values);
    const auto model = call.session.model(parameters.text("model"), call.progress);
    return predict(*model, textInput(parameters, call.values), call.progress);
}

} // namespace

Handler predictHandler()
{
    return { { "predict", "Predict", "Logits, probabilities and label of a text.", false, textParameters() }, run };
}

} // namespace vitrine
