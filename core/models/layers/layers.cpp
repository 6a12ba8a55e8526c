// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/layers.h"

#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

using at::Tensor;

Tensor geluErf(const Tensor& x) { return at::gelu(x, "none"); }
Tensor geluTanh(const Tensor& x) { return at::gelu(x, "tanh"); }
Tensor geluSigmoid(const Tensor& x) { return x * at::sigmoid(1.702 * x); }
Tensor gelu10(const Tensor& x) { return at::clamp(geluErf(x), -10, 10); }
Tensor applyRelu(const Tensor& x) { return at::relu(x); }
Tensor applyRelu2(const Tensor& x) { return at::square(at::relu(x)); }
Tensor applyRelu6(const Tensor& x) { return at::clamp(x, 0, 6); }
Tensor applySilu(const Tensor& x) { return at::silu(x); }
Tensor applyMish(const Tensor& x) { return at::mish(x); }
Tensor applyTanh(const Tensor& x) { return at::tanh(x); }
Tensor applySigmoid(const Tensor& x) { return at::sigmoid(x); }
Tensor applyLinear(const Tensor& x) { return x; }
Tensor applyLeakyRelu(const Tensor& x) { return at::leaky_relu(x, 0.01); }

} // namespace

const std::vector<Activation>& activationTable()
{
    static const std::vector<Activation> table {
        { "gelu", "gelu", geluErf },
        { "gelu_python", "gelu", geluErf },
        { "gelu_new", "gelu_tanh", geluTanh },
        { "gelu_accurate", "gelu_tanh", geluTanh },
        { "gelu_python_tanh", "gelu_tanh", geluTanh },
        { "gelu_pytorch_tanh", "gelu_tanh", geluTanh },
        { "gelu_fast", "gelu_tanh", geluTanh }, // writes √(2/π) with ten digits: 4e-12 relative
        { "quick_gelu", "gelu_sigmoid", geluSigmoid },
        { "gelu_10", "gelu_10", gelu10 },
        { "relu", "relu", applyRelu },
        { "relu2", "relu2", applyRelu2 },
        { "relu6", "relu6", applyRelu6 },
        { "silu", "silu", applySilu },
        { "swish", "silu", applySilu },
        { "mish", "mish", applyMish },
        { "tanh", "tanh", applyTanh },
        { "sigmoid", "sigmoid", applySigmoid },
        { "linear", "linear", applyLinear },
        { "leaky_relu", "leaky_relu", applyLeakyRelu },
    };
    return table;
}

const Activation& activationNamed(std::string_view name)
{
    for (const auto& row : activationTable()) {
        if (row.name == name)
            return row;
    }
    throw Refusal(ErrorCode::UnsupportedActivation,
        "config.json names the activation function \"" + shown(name)
            + "\", which is not known here and is not guessed; choose another model.",
        "hidden_act");
}

at::Tensor Linear::operator()(const at::Tensor& x) const { return at::linear(x, weight, bias); }

at::Tensor LayerNorm::operator()(const at::Tensor& x) const
{
    if (x.is_meta()) // shapes alone; LibTorch has no such operator for them
        return at::empty_like(x);
    return at::layer_norm(x, weight.sizes(), weight, bias, eps);
}

at::Tensor FeedForward::operator()(const at::Tensor& x) const { return outer(activation->apply(inner(x))); }

} // namespace vitrine
