// SPDX-License-Identifier: GPL-3.0-or-later
// What align and nearest share: how masses and costs are named, and where words and vectors come from.
#include "core/service/handlers/word_parameters.h"

#include "core/runtime/error.h"
#include "core/service/handlers/handlers.h"
#include "core/words/file_words.h"
#include "core/words/model_words.h"

namespace vitrine {

std::vector<ParamSpec> wordParameters()
{
    return {
        modelParameter(),
        { .name = "vectors",
            .title = "Vector file",
            .kind = ParamKind::Text,
            .help = "a file of word vectors (word2vec text or binary, GloVe); empty: the model's own",
            .role = ParamRole::OpenFile },
        { .name = "layer",
            .title = "Layer",
            .kind = ParamKind::Integer,
            .defaultValue = "-1",
            .help = "vectors after this layer of the model, 0: its embedding block; -1: its word embeddings",
            .minimum = -1,
            .maximum = 1000 },
        { .name = "cost",
            .title = "Cost",
            .kind = ParamKind::Choice,
            .defaultValue = "euclidean",
            .help = "distance of two words",
            .choices = { { "euclidean", "Euclidean distance" }, { "cosine", "1 − cosine" } } },
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

ParamSpec massParameter(bool attribution)
{
    ParamSpec spec { .name = "mass",
        .title = "Mass",
        .kind = ParamKind::Choice,
        .defaultValue = "uniform",
        .help = "how much each word weighs",
        .choices = {
            { "uniform", "Every word alike" },
            { "frequency", "Share of each distinct word" },
            { "norm", "Length of its vector" },
            { "idf", "Inverse document frequency" },
        } };
    if (attribution)
        spec.choices.push_back({ "attribution", "Size of its attribution score" });
    return spec;
}

CostKind costKind(const Parameters& parameters)
{
    return parameters.text("cost") == "cosine" ? CostKind::Cosine : CostKind::Euclidean;
}

MassKind massKind(const Parameters& parameters)
{
    const std::string& name = parameters.text("mass");
    return name == "frequency"  ? MassKind::Frequency
        : name == "norm"        ? MassKind::Norm
        : name == "idf"         ? MassKind::Idf
        : name == "attribution" ? MassKind::Given
                                : MassKind::Uniform;
}

WordTexts wordsOf(const Call& call, const Parameters& parameters, const std::vector<std::string>& texts)
{
    const long long layer = parameters.integer("layer");
    if (const std::string& file = parameters.text("vectors"); !file.empty()) {
        if (layer >= 0)
            throw Refusal(
                ErrorCode::BadArgument, "A vector file has no layers: give either vectors or layer.", "layer");
        return wordsFromFile(call.session.vectors(file, call.progress), texts, call.progress);
    }
    const auto model = call.session.model(parameters.text("model"), call.progress);
    return wordsFromModel(*model, texts,
        { layer < 0 ? std::nullopt : std::optional(int(layer)), int(parameters.integer("max-length")) }, call.progress);
}

Provenance wordProvenance(const Call& call, const Parameters& parameters, std::vector<std::string> warnings)
{
    if (parameters.text("vectors").empty())
        return call.session.model(parameters.text("model"), call.progress)->provenance(std::move(warnings));
    return { call.session.stamp(), {}, std::move(warnings) };
}

} // namespace vitrine
