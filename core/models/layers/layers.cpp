// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/layers.h"

#include <ATen/ATen.h>

namespace vitrine {

at::Tensor Linear::operator()(const at::Tensor& x) const { return at::linear(x, weight, bias); }

at::Tensor LayerNorm::operator()(const at::Tensor& x) const
{
    return at::layer_norm(x, weight.sizes(), weight, bias, eps);
}

at::Tensor FeedForward::operator()(const at::Tensor& x) const { return outer(activation->apply(inner(x))); }

} // namespace vitrine
