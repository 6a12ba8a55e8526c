// SPDX-License-Identifier: GPL-3.0-or-later
// Computes by derivatives on which tokens the attention scores depend. Random scores of Synthesizers depend on no
// token, dense scores only on the token of their row.
#pragma once

#include "core/maps/head_index.h"
#include "core/models/layers/attention.h"
#include "core/models/opening/loaded_model.h"
#include "core/results/attention.h"

namespace vitrine {

/// J (L, L) on the CPU in double, J[i][k] = ‖dS_i/dx_k‖ (Frobenius), S = scores(x, x) of `head` before mask and
/// softmax, x (1, L, H). Needs L backward passes: row i of the scores depends only on row i of the queries, and column
/// j only on row j of x, so a (wrapped) diagonal of S contains each row and each column once. An entry is exactly 0
/// when autograd finds no path. Throws Cancelled.
at::Tensor influenceMatrix(const AttentionScores& scores, const at::Tensor& x, int head, const Progress& progress = {});

/// The influence matrix of one head of `model` for one text. Throws Cancelled.
ScoreInfluence scoreInfluence(
    const LoadedModel& model, const Encoding& encoding, const HeadIndex& place, const Progress& progress = {});

} // namespace vitrine
