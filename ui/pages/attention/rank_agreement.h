// SPDX-License-Identifier: GPL-3.0-or-later
// How far two rankings of the same tokens agree.
#pragma once

#include "core/results/attention.h"
#include "core/results/attribution.h"

#include <optional>
#include <vector>

namespace vitrine {

/// Spearman's ρ with average ranks for ties. Nothing for fewer than three values, unequal lengths, or a constant side.
std::optional<double> rankCorrelation(const std::vector<double>& a, const std::vector<double>& b);

/// Attention that each token receives, averaged over the queries of one map (rows `layerRow`, `headRow` of
/// attention.maps).
std::vector<double> attentionReceived(const Attention& attention, int layerRow, int headRow);

/// Agreement of attention received with |score| over the ordinary tokens (added ones have score 0 under most
/// baselines). Without indices: the average over all heads. Nothing when the two results are of different texts.
std::optional<double> agreementOfHead(
    const Attention& attention, const Attribution& attribution, int layerRow, int headRow);
std::optional<double> agreementOfAllHeads(const Attention& attention, const Attribution& attribution);

} // namespace vitrine
