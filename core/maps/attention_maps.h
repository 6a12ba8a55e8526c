// SPDX-License-Identifier: GPL-3.0-or-later
// Attention probabilities of one text, all heads or one. No tensor library in this header.
#pragma once

#include "core/maps/head_index.h"
#include "core/models/predict.h"
#include "core/results/attention.h"

#include <optional>
#include <span>
#include <vector>

namespace vitrine {

/// What to compute.
struct AttentionRequest {
    TextInput input;
    std::optional<int> layer; ///< only this one, from 0
    std::optional<int> head; ///< only this one, from 0
    std::optional<HeadIndex> influence {}; ///< the head whose dependence of scores on tokens is computed
};

/// Maps (layers, heads, L, L) and statistics of every selected head, with the prediction of the same forward pass.
/// Throws Refusal: BadArgument (no such layer or head), what encodeInput() throws; Cancelled.
Attention attentionMaps(const LoadedModel& model, const AttentionRequest& request, const Progress& progress = {});

/// Averages over the rows of one head's map (L, L); `special` (L) marks the tokens the tokenizer added. Entropy in
/// nats. `previous` and `next` are averages over the L − 1 rows that have such a neighbour.
HeadStatistics headStatistics(std::span<const float> map, const std::vector<bool>& special);

} // namespace vitrine
