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

AnyDocument run(const Call& call)
{
    ParameterValues values = call.values;
    const bool lengthIsGiven = !values.emplace("max-length", "0").second;
    const Parameters parameters(tokenizeParameters(), values);
    const auto model = call.session.model(parameters.text("model"), call.progress);
    TextInput text = textInput(parameters, values);
    if (lengthIsGiven && text.maxTokens == 0)
        text.maxTokens = EncodeOptions::noLimit;
    auto input = encodeInput(*model, text, call.progress);
    return Tokenization { model->provenance(std::move(input.warnings)), std::move(input.encoding) };
}

} // namespace

Handler tokenizeHandler()
{
    return { { "tokenize", "Tokenize", "Token ids, offsets, word and grapheme groups of a text.", false,
                 tokenizeParameters() },
        run };
}

} // namespace vitrine
