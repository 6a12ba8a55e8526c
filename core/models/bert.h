// SPDX-License-Identifier: GPL-3.0-or-later
// BERT (Devlin and others 2019) as an encoder with a classification head.
#pragma once

#include "core/models/model.h"
#include "core/models/model_config.h"
#include "core/models/weights.h"

#include <memory>

namespace vitrine {

/// Takes the weights of a BERT checkpoint from `weights`. A checkpoint whose architecture is no classifier and that has no
/// `classifier` tensors opens without a head. Throws Refusal: UnsupportedFamily (relative positions, decoder), UnsupportedActivation,
/// what WeightReader throws.
std::unique_ptr<TextModel> loadBert(const ModelConfig& config, WeightReader& weights);

} // namespace vitrine
