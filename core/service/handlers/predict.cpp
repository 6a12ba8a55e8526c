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

TextWork texts(const Call& call)
{
    const Parameters parameters(textParameters(), call.values);
    const auto model = call.session.model(parameters.text("model"), call.progress);
    model->require("classify");
    TextWork work { model, usualEncoding(model, textInput(parameters, call.values)), {} };
    work.answer = [model](std::span<const EncodedInput> inputs, const Progress&) {
        std::vector<Result<std::any>> answers;
        for (Prediction& prediction : predictTogether(*model, inputs))
            answers.emplace_back(std::any(AnyDocument(std::move(prediction))));
        return answers;
    };
    work.tokensAtOnce = model->tokensAtOnce();
    return work;
}

} // namespace

Handler predictHandler()
{
    return { { "predict", "Predict", "Logits, probabilities and label of a text.", false, textParameters() }, run,
        false, texts };
}

} // namespace vitrine
