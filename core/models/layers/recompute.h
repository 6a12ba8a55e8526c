// SPDX-License-Identifier: GPL-3.0-or-later
// Memory for time: of a segment only the inputs are kept, and its inside is computed again when the backward pass comes
// by (Chen, Xu, Zhang, Guestrin 2016). LibTorch offers this to Python alone.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace vitrine {

/// A pure function of its inputs and of tensors that stay as they are: it changes nothing in place, and draws random
/// numbers from LibTorch's own generators alone.
using Segment = std::function<at::Tensor(const std::vector<at::Tensor>& inputs)>;

/// segment(inputs), whose inside is not kept. The second run has the random numbers and the mixed precision of the
/// first. Works with backward(), grad(), within another segment, and differentiated twice. `parameters` are the leaves
/// besides `inputs` that may ask for gradients; those it does not use do no harm. A leaf that is neither makes the
/// backward pass throw std::logic_error: its gradient would be lost.
at::Tensor recomputed(Segment segment, std::vector<at::Tensor> inputs, const std::vector<at::Tensor>& parameters);

/// [0, count) cut into at most `segments` pieces [begin, end) of nearly equal length; one piece for 0.
std::vector<std::pair<std::size_t, std::size_t>> segmentsOf(std::size_t count, int segments);

} // namespace vitrine
