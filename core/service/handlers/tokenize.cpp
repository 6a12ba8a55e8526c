// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/handlers/handlers.h"

namespace vitrine {
namespace {

AnyDocument run(const Call& call)
{
    const Parameters parameters(textParameters(), call.values);
    const auto model = call.session.model(parameters.text("model"), call.progress);
    auto input = encodeInput(*model, textInput(parameters, call.values));
    return Tokenization { model->provenance(std::move(input.warnings)), std::move(input.encoding) };
}

TextWork texts(const Call& call)
{
    const Parameters parameters(textParameters(), call.values);
    const auto model = call.session.model(parameters.text("model"), call.progress);
    TextWork work { model, usualEncoding(model, textInput(parameters, call.values)), {} };
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
                 textParameters() },
        run, false, texts };
}

} // namespace vitrine
