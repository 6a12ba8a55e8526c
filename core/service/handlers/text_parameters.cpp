// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/handlers/handlers.h"

namespace vitrine {

ParamSpec modelParameter()
{
    return { .name = "model",
        .title = "Model",
        .kind = ParamKind::Text,
        .defaultValue = "english",
        .help = "a built-in model's name, a model folder or a weights file" };
}

std::vector<ParamSpec> textParameters()
{
    return {
        modelParameter(),
        { .name = "text", .title = "Text", .kind = ParamKind::Text, .help = "the text" },
        { .name = "text-pair",
            .title = "Second text",
            .kind = ParamKind::Text,
            .help = "the second text, for models of text pairs" },
        { .name = "max-length",
            .title = "Longest text",
            .kind = ParamKind::Integer,
            .defaultValue = "0",
            .help = "longest text in tokens, special tokens included; 0: what the model can take",
            .minimum = 0,
            .maximum = 1e6,
            .advanced = true },
    };
}

TextInput textInput(const Parameters& parameters, const ParameterValues& given)
{
    TextInput input { parameters.text("text"), std::nullopt, int(parameters.integer("max-length")) };
    if (given.count("text-pair") > 0)
        input.pair = parameters.text("text-pair");
    return input;
}

} // namespace vitrine
