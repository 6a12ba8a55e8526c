// SPDX-License-Identifier: GPL-3.0-or-later
// Which tokens the attention scores depend on, by derivatives: exactly none for Synthesizers' random scores, the token
// itself for dense ones.
#pragma once

#include "core/maps/head_index.h"
#include "core/models/layers/attention.h"
#include "core/models/opening/loaded_model.h"
#include "core/results/attention.h"

namespace vitrine {

/// J (L, L) on the CPU in double, J[i][k] = ‖dS_i/dx_k‖ (Frobenius), S = scores(x, x) of `head` before mask and
/// softmax, x (1, L, H). Takes L backward passes, because row i of any scores reads row i of the queries alone and
/// column j reads row j of x alone: one pass along a (wrapped) diagonal of S has each row and each column once. What
/// autograd finds no path to is 0 and not merely small. Throws Cancelled.
at::Tensor influenceMatrix(const AttentionScores& scores, const at::Tensor& x, int head, const Progress& progress = {});

/// That of one head of `model` for one text. Throws Cancelled.
ScoreInfluence scoreInfluence(
    const LoadedModel& model, const Encoding& encoding, const HeadIndex& place, const Progress& progress = {});

} // namespace vitrine
