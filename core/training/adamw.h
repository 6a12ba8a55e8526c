// SPDX-License-Identifier: GPL-3.0-or-later
// AdamW (Loshchilov & Hutter 2019) over LibTorch's fused operator, with clipping and a running mean of the weights.
#pragma once

#include "core/models/layers/weights.h"

#include <vector>

namespace vitrine {

struct AdamwOptions {
    double weightDecay = 0.01; ///< for matrices; biases and norms have none
    double clip = 1; ///< largest norm of all gradients together; 0: any
    double average = 0; ///< decay of the running mean; 0: none
};

/// The trainable ones of a network's tensors, and what the optimiser remembers of them.
class Adamw {
public:
    Adamw(const std::vector<NamedParameter>& parameters, AdamwOptions options);

    const std::vector<at::Tensor>& parameters() const { return m_values; }
    /// One step with these gradients, one for each of parameters(). Returns their norm before clipping; does nothing
    /// when it is not finite.
    double step(std::vector<at::Tensor> gradients, double rate);

    /// Puts the running mean in the place of the weights, and back. Nothing without an average.
    void swapAverage();

    /// Everything a resumed run needs besides the weights, by name.
    std::vector<std::pair<std::string, at::Tensor>> state() const;

private:
    AdamwOptions m_options;
    std::vector<std::string> m_names;
    std::vector<at::Tensor> m_values, m_first, m_second, m_averages;
    std::vector<at::Tensor> m_steps; ///< a scalar each, as the operator wants them
    std::vector<std::size_t> m_decayed, m_plain;
};

} // namespace vitrine
