// SPDX-License-Identifier: GPL-3.0-or-later
// What a forward and backward pass will need, from passes of short texts: memory is a constant and, for each text, something that grows
// with its length and with the square of it (attention). No formula of a family has to be known for that.
#pragma once

#include <cstdint>
#include <functional>

namespace vitrine {

/// Of one pass.
struct PassCost {
    std::int64_t bytes = 0; ///< most that tensors take at one time, weights not counted
    double seconds = 0;
};

/// Runs a forward and backward pass over `batch` texts of `length` tokens.
using Pass = std::function<void(std::int64_t batch, std::int64_t length)>;

/// Runs it once.
PassCost measuredCost(const Pass& pass, std::int64_t batch, std::int64_t length);

/// Runs `pass` on four shorter texts or fewer. `length` must be 8 at least, else it is simply measured.
/// The probes have `probe` texts and twice as many: enough that what grows with them outweighs gradients of weights, if there are any.
PassCost forecastCost(const Pass& pass, std::int64_t batch, std::int64_t length, std::int64_t probe = 1);

} // namespace vitrine
