// SPDX-License-Identifier: GPL-3.0-or-later
// Activation functions by what checkpoints call them. Several names mean one function, and one name misleads: hence the
// table.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One name of a config and the function it really means.
struct Activation {
    std::string name; ///< as in config.json
    std::string meaning; ///< "gelu", "gelu_tanh", "gelu_sigmoid", "relu", …
    at::Tensor (*apply)(const at::Tensor& x); ///< element by element
};

const std::vector<Activation>& activationTable();

/// The row of that name. Throws Refusal(UnsupportedActivation): an unknown function is never guessed.
const Activation& activationNamed(std::string_view name);

} // namespace vitrine
