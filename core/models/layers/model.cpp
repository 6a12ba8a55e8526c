// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/model.h"

#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace vitrine {

ModelInputs joined(std::span<const ModelInputs* const> texts)
{
    const ModelInputs& first = *texts.front();
    if (std::all_of(texts.begin(), texts.end(), [&](const ModelInputs* text) { return text == &first; }))
        return first;
    const auto column = [&](at::Tensor ModelInputs::* part) {
        std::vector<at::Tensor> rows;
        for (const ModelInputs* text : texts)
            rows.push_back(text->*part);
        return rows.front().defined() ? at::cat(rows) : at::Tensor();
    };
    for (const ModelInputs* text : texts) {
        if (text->classified != first.classified)
            throw Refusal(ErrorCode::BadArgument, "These texts end at different tokens and cannot run together.");
    }
    // Texts of one length have one mask: without padding it says which token sees which by their places alone.
    return { column(&ModelInputs::ids), column(&ModelInputs::segments), column(&ModelInputs::positions), first.mask,
        first.classified };
}

AttentionTap Trace::tapOf(int layer) const
{
    AttentionTap tap;
    if (change)
        tap.change = [this, layer](const at::Tensor& probabilities) { return change(layer, probabilities); };
    return tap;
}

void Trace::take(int layer, const AttentionTap& tap, const at::Tensor& x)
{
    const bool wanted = !onlyLayer || *onlyLayer == layer;
    if (wanted && wantAttention)
        attention.push_back(tap.probabilities);
    if (wanted && wantScores)
        scores.push_back({ tap.scores, tap.x });
    if (wantHiddenStates)
        hiddenStates.push_back(x);
}

at::Tensor TextModel::wordEmbeddings(const at::Tensor& ids) const
{
    return at::embedding(embeddingTable(), ids).detach();
}

at::Tensor TextModel::nextTokenLogits(const at::Tensor&) const { return {}; }

at::Tensor indexTensor(const std::vector<int>& values, at::Device device)
{
    const auto tensor = at::empty({ 1, std::int64_t(values.size()) }, at::kLong);
    std::copy(values.begin(), values.end(), tensor.data_ptr<std::int64_t>());
    return tensor.to(device);
}

std::vector<double> toDoubles(const at::Tensor& tensor)
{
    const auto flat = tensor.detach().to(at::TensorOptions(at::kCPU).dtype(at::kDouble)).contiguous();
    const double* begin = flat.data_ptr<double>();
    return { begin, begin + flat.numel() };
}

} // namespace vitrine
