// SPDX-License-Identifier: GPL-3.0-or-later
// Which number is explained: a class, or one class rather than another, as logit, probability, logarithm of it, or
// margin.
#pragma once

#include "core/results/attribution.h"
#include "core/runtime/parameters.h"

#include <ATen/core/Tensor.h>

#include <string>

namespace vitrine {

/// The parameters "target" and "quantity", which every method has.
std::vector<ParamSpec> targetParameters();

/// `text` is "predicted", a class index, a label, or two of these as "A:B". A label wins over an index that is spelt
/// the same. Throws Refusal: BadArgument (no such class, a quantity that the problem has not got), MalformedFile (no
/// prediction to explain).
Target resolveTarget(const Prediction& prediction, const std::string& text, const std::string& quantity);

/// F (B) in float64 from logits (B, C), differentiable. For "A:B" the difference of the quantity between both, the
/// margin being that of A against B alone: the difference of their logits.
at::Tensor targetValue(const Target& target, Problem problem, const at::Tensor& logits);

} // namespace vitrine
