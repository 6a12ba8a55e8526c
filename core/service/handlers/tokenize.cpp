// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/handlers/handlers.h"

#include <algorithm>

namespace vitrine {
namespace {

/// Looking at tokens asks no network, so a length of 0 that is given cuts nothing.
std::vector<ParamSpec> tokenizeParameters()
{
    auto all = textParameters();
    const auto length
        = std::find_if(all.begin(), all.end(), [](const auto& spec) { return spec.name == "max-length"; });
    length->defaultValue.clear();
    length->help
        = "longest text in tokens, special tokens included; 0: nothing is cut; without it: what the model can take";
    return all;
}

TextInput inputOf(const Call& call)
{
    ParameterValues values = call.values;
    const bool lengthIsGiven = !values.emplace("max-length", "0").second;
    TextInput text = textInput(Parameters(tokenizeParameters(), values), values);
    if (lengthIsGiven && text.maxTokens == 0)
        text.maxTokens = EncodeOptions::noLimit;
    return text;
}

std::shared_ptr<const LoadedModel> modelOf(const Call& call)
{
    ParameterValues values = call.values;
    values.emplace("max-length", "0");
    return call.session.model(Parameters(tokenizeParameters(), values).text("model"), call.progress);
}

AnyDocument run(const Call& call)
{
    const auto model = modelOf(call);
    auto input = encodeInput(*model, inputOf(call), call.progress);
    return Tokenization { model->provenance(std::move(input.warnings)), std::move(input.encoding) };
}

TextWork texts(const Call& call)
{
    const auto model = modelOf(call);
    TextWork work { model, usualEncoding(model, inputOf(call)), {} };
    work.answer = [model](std::span<const EncodedInput> inputs, const Progress&) {
        std::vector<Result<std::any>> answers;
        for (const EncodedInput& input : inputs)
            answers.emplace_back(
                std::any(AnyDocument(Tokenization { model->provenance(input.warnings), input.encoding })));
        return answers;
    };
    return work;
}

} // namespace

Handler tokenizeHandler()
{
    return { { "tokenize", "Tokenize", "Token ids, offsets, word and grapheme groups of a text.", false,
                 tokenizeParameters() },
        run, false, texts };
}

} // namespace vitrine
