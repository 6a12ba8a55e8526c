// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/maps/score_influence.h"

#include "core/models/layers/model.h"
#include "core/models/layers/synthesized_scores.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

namespace vitrine {
namespace {

std::vector<ScorePart> partsOf(const ModelConfig& config, int layer, const AttentionScores& scores)
{
    std::vector<ScorePart> parts;
    if (config.synthesizer.scores.empty())
        return parts;
    const auto weights = mixtureWeights(scores);
    for (const auto* kind : scoreKindsOf(config.synthesizer.scores.at(std::size_t(layer))))
        parts.push_back({ kind->id, kind->title, kind->help, weights.at(parts.size()) });
    return parts;
}

} // namespace

at::Tensor influenceMatrix(const AttentionScores& scores, const at::Tensor& x, int head, const Progress& progress)
{
    const at::AutoGradMode graph(true);
    const auto length = x.size(1);
    const auto queries = x.detach().clone().requires_grad_(true); // (1, L, H)
    const auto keys = x.detach().clone().requires_grad_(true); // (1, L, H)
    const auto all = scores(queries, keys).select(1, head).squeeze(0); // (L, L)
    auto influence = at::zeros({ length, length }, at::kDouble);
    if (!all.requires_grad())
        return influence;
    const auto rows = at::arange(length, at::TensorOptions(x.device()).dtype(at::kLong));
    auto ofQueries = at::zeros({ length }, at::kDouble); // Σ over the columns outside the diagonal of ‖dS_ij/dq_i‖²
    const auto squares = [](const at::Tensor& gradient) {
        return gradient.squeeze(0).to(at::kCPU, at::kDouble).square().sum(-1);
    }; // (L)
    for (std::int64_t shift = 0; shift < length; ++shift) {
        progress.step(int(shift), int(length), "differentiating");
        const auto columns = (rows + shift).remainder(length);
        const auto gradients
            = torch::autograd::grad({ all.index({ rows, columns }).sum() }, { queries, keys }, {}, true, false, true);
        const auto ofRow = gradients[0].defined() ? gradients[0] : at::zeros_like(x); // row i: dS_ij/dq_i
        const auto ofColumn = gradients[1].defined() ? gradients[1] : at::zeros_like(x); // row j: dS_ij/dx_j
        if (shift == 0) {
            influence.diagonal().copy_(squares(ofRow + ofColumn)); // q_i and x_i are the same token
        } else {
            ofQueries += squares(ofRow);
            influence.index_put_({ rows.cpu(), columns.cpu() }, squares(ofColumn).index({ columns.cpu() }));
        }
    }
    influence.diagonal().add_(ofQueries);
    return influence.sqrt();
}

ScoreInfluence scoreInfluence(
    const LoadedModel& model, const Encoding& encoding, const HeadIndex& place, const Progress& progress)
{
    const auto& network = model.network();
    Trace trace;
    trace.wantScores = true;
    trace.onlyLayer = place.layer;
    const auto inputs = network.inputsFor(encoding);
    {
        const at::NoGradGuard constant;
        network.logits(network.wordEmbeddings(inputs.ids), inputs, &trace);
    }
    const auto& source = trace.scores.at(0);
    const auto matrix
        = influenceMatrix(source.scores, source.x, place.head, progress).to(at::kFloat).contiguous(); // (L, L)
    const float* begin = matrix.data_ptr<float>();
    ScoreInfluence influence { place.layer, place.head, { matrix.sizes().vec(), { begin, begin + matrix.numel() } },
        {} };
    influence.parts = partsOf(model.config(), place.layer, source.scores);
    return influence;
}

} // namespace vitrine
