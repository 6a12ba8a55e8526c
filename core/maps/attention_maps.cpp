// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/maps/attention_maps.h"

#include "core/maps/score_influence.h"
#include "core/models/layers/model.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {
namespace {

/// One document must fit into a frame of the pipe, 256 MiB.
constexpr std::int64_t maxBytes = 240LL << 20;

/// All indices below `count`, or only the requested one.
std::vector<int> selected(const std::optional<int>& asked, int count, const char* name)
{
    if (!asked) {
        std::vector<int> all(static_cast<std::size_t>(count));
        std::iota(all.begin(), all.end(), 0);
        return all;
    }
    if (*asked < 0 || *asked >= count) {
        throw Refusal(ErrorCode::BadArgument,
            "--" + std::string(name) + " must be between 0 and " + std::to_string(count - 1) + ", not "
                + std::to_string(*asked) + ".",
            name);
    }
    return { *asked };
}

void checkSize(const Attention& result)
{
    const auto length = std::int64_t(result.encoding.size());
    const auto bytes = std::int64_t(result.layers.size() * result.heads.size() * sizeof(float)) * length * length;
    if (bytes > maxBytes) {
        throw Refusal(ErrorCode::TooLarge,
            "All maps of this text together take " + std::to_string(bytes >> 20)
                + " MiB; choose one layer, one head or a shorter text.",
            "layer");
    }
}

} // namespace

HeadStatistics headStatistics(std::span<const float> map, const std::vector<bool>& special)
{
    const std::size_t length = special.size();
    HeadStatistics sums;
    for (std::size_t row = 0; row < length; ++row) {
        const auto weights = map.subspan(row * length, length);
        for (std::size_t column = 0; column < length; ++column) {
            const double weight = weights[column];
            sums.entropy -= weight > 0 ? weight * std::log(weight) : 0.0;
            sums.special += special[column] ? weight : 0.0;
        }
        sums.diagonal += weights[row];
        sums.first += weights[0];
        sums.previous += row > 0 ? weights[row - 1] : 0.0;
        sums.next += row + 1 < length ? weights[row + 1] : 0.0;
    }
    for (double* sum : { &sums.entropy, &sums.special, &sums.diagonal, &sums.first })
        *sum /= double(length);
    for (double* sum : { &sums.previous, &sums.next })
        *sum /= std::max<double>(1, double(length) - 1);
    return sums;
}

Attention attentionMaps(const LoadedModel& model, const AttentionRequest& request, const Progress& progress)
{
    model.require("attention");
    const at::NoGradGuard constant;
    auto encoded = encodeInput(model, request.input, progress);
    Attention result;
    result.encoding = encoded.encoding;
    result.provenance = model.provenance(encoded.warnings);
    result.layers = selected(request.layer, model.config().layers, "layer");
    result.heads = selected(request.head, model.config().heads, "head");
    checkSize(result);

    progress.step(0, 2, "computing");
    Trace trace;
    trace.wantAttention = true;
    trace.onlyLayer = request.layer;
    const auto inputs = model.network().inputsFor(encoded.encoding);
    const auto logits = model.network().logits(model.network().wordEmbeddings(inputs.ids), inputs, &trace); // (1, C)
    result.prediction = predictionFrom(model, std::move(encoded), toDoubles(logits));

    progress.step(1, 2, "computing");
    const auto length = std::int64_t(result.encoding.size());
    result.maps.shape = { std::int64_t(result.layers.size()), std::int64_t(result.heads.size()), length, length };
    result.maps.values.reserve(std::size_t(result.maps.count()));
    for (const auto& probabilities : trace.attention) { // (1, A, L, L)
        const auto wanted = probabilities.squeeze(0).narrow(0, result.heads.front(), std::int64_t(result.heads.size()));
        const auto flat = wanted.to(at::TensorOptions(at::kCPU).dtype(at::kFloat)).contiguous();
        const float* begin = flat.data_ptr<float>();
        result.maps.values.insert(result.maps.values.end(), begin, begin + flat.numel());
    }
    const auto size = std::size_t(length * length);
    for (std::size_t i = 0; i < result.layers.size() * result.heads.size(); ++i) {
        auto statistics
            = headStatistics(std::span(result.maps.values).subspan(i * size, size), result.encoding.special);
        statistics.layer = result.layers[i / result.heads.size()];
        statistics.head = result.heads[i % result.heads.size()];
        result.statistics.push_back(statistics);
    }
    progress.step(2, 2, "computing");
    if (request.influence)
        result.influence = scoreInfluence(model, result.encoding, *request.influence, progress);
    return result;
}

} // namespace vitrine
