// SPDX-License-Identifier: GPL-3.0-or-later
// The layers that every family is built of, as plain structs of constant tensors.
// Letters in all of core/models: B batch, L length, H width, E width of the word embedding, A heads, D head width, C
// classes.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

// Activation functions by what checkpoints call them. Several names mean one function, and one name misleads, so there
// is a table.

/// One name of a config and the function it really means.
struct Activation {
    std::string name; ///< as in config.json
    std::string meaning; ///< "gelu", "gelu_tanh", "gelu_sigmoid", "relu", …
    at::Tensor (*apply)(const at::Tensor& x); ///< element by element
};

const std::vector<Activation>& activationTable();

/// The row of that name. Throws Refusal(UnsupportedActivation): an unknown function is never guessed.
const Activation& activationNamed(std::string_view name);

/// y = x Wᵀ + b.
struct Linear {
    at::Tensor weight; ///< (out, in)
    at::Tensor bias; ///< (out); undefined: none

    at::Tensor operator()(const at::Tensor& x) const; // (…, in) → (…, out)
    /// The same while weights may still be missing (WeightReader::finish() reports them): undefined if anything is.
    at::Tensor applied(const at::Tensor& x) const
    {
        return weight.defined() && x.defined() ? (*this)(x) : at::Tensor();
    }
};

/// Population variance over the last dimension; accumulates in float32 at least.
struct LayerNorm {
    at::Tensor weight; ///< (H)
    at::Tensor bias; ///< (H)
    double eps = 1e-12;

    at::Tensor operator()(const at::Tensor& x) const; // (…, H) → (…, H)
};

/// W₂·act(W₁ x).
struct FeedForward {
    Linear inner; ///< H → intermediate
    Linear outer; ///< intermediate → H
    const Activation* activation = nullptr;

    at::Tensor operator()(const at::Tensor& x) const; // (B, L, H) → (B, L, H)
};

} // namespace vitrine
