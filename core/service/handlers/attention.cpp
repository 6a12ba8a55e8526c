// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/maps/attention_maps.h"
#include "core/service/handlers/handlers.h"

namespace vitrine {
namespace {

std::vector<ParamSpec> specs()
{
    auto all = textParameters();
    all.push_back({ .name = "layer",
        .title = "Layer",
        .kind = ParamKind::Integer,
        .defaultValue = "-1",
        .help = "only this layer, from 0; -1: all",
        .minimum = -1,
        .maximum = 1000 });
    all.push_back({ .name = "head",
        .title = "Head",
        .kind = ParamKind::Integer,
        .defaultValue = "-1",
        .help = "only this head, from 0; -1: all",
        .minimum = -1,
        .maximum = 1024 });
    all.push_back({ .name = "influence",
        .title = "Influence",
        .help = "head, as layer.head from 0, whose scores' dependence on the tokens is told too; empty: none" });
    return all;
}

std::optional<int> chosen(long long index) { return index < 0 ? std::nullopt : std::optional(int(index)); }

AttentionRequest requestOf(const Parameters& parameters, const LoadedModel& model, TextInput input)
{
    AttentionRequest request { std::move(input), chosen(parameters.integer("layer")),
        chosen(parameters.integer("head")) };
    if (const auto& place = parameters.text("influence"); !place.empty())
        request.influence = headIndexFrom(place, model.config(), "influence");
    return request;
}

AnyDocument run(const Call& call)
{
    const Parameters parameters(specs(), call.values);
    const auto model = call.session.model(parameters.text("model"), call.progress);
    return attentionMaps(*model, requestOf(parameters, *model, textInput(parameters, call.values)), call.progress);
}

TextWork texts(const Call& call)
{
    constexpr std::size_t mapsAhead = 16; // maps of a long text take hundreds of MB
    const Parameters parameters(specs(), call.values);
    const auto model = call.session.model(parameters.text("model"), call.progress);
    TextWork work { model, usualEncoding(model, textInput(parameters, call.values)), {} };
    work.answer
        = [model, request = requestOf(parameters, *model, {}), maxTokens = int(parameters.integer("max-length"))](
              std::span<const EncodedInput> inputs, const Progress& progress) {
              std::vector<Result<std::any>> answers;
              for (const EncodedInput& input : inputs) {
                  AttentionRequest one = request;
                  one.input = { input.encoding.text, input.encoding.pair, maxTokens };
                  answers.emplace_back(std::any(AnyDocument(attentionMaps(*model, one, progress))));
              }
              return answers;
          };
    work.rowsAhead = mapsAhead;
    return work;
}

} // namespace

Handler attentionHandler()
{
    return { { "attention", "Attention", "Attention probabilities of all heads, or of one, with figures per head.",
                 false, specs() },
        run, false, texts };
}

} // namespace vitrine
