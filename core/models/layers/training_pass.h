// SPDX-License-Identifier: GPL-3.0-or-later
// What only training asks of a forward pass. Analyses never set any of it.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/ops/dropout.h>

#include <vector>

namespace vitrine {

/// Probabilities with which a value is set to 0 (the others grow by 1/(1 − p), so that means stay). All 0: no random
/// number is drawn.
struct Dropout {
    double hidden = 0; ///< of embeddings and of what each part of a layer adds
    double attention = 0; ///< of attention probabilities
    double classifier = 0; ///< of the values the classifier reads
};

/// `x` with each value dropped with probability `chance`; `x` itself when that is 0. Draws from LibTorch's own
/// generator.
inline at::Tensor dropped(const at::Tensor& x, double chance) { return chance > 0 ? at::dropout(x, chance, true) : x; }

/// One pass of training.
struct TrainingPass {
    Dropout dropout;
    std::vector<at::Tensor> parameters; ///< tensors of the network that may ask for gradients
};

} // namespace vitrine
