// SPDX-License-Identifier: GPL-3.0-or-later
// GELU, its approximations, and the fits that their constants come from. Plain numbers: no tensor library.
#pragma once

#include "core/results/gelu.h"
#include "core/runtime/progress.h"

#include <string_view>
#include <vector>

namespace vitrine {

/// An activation function and its derivative. `constant` is λ for the kind with an own constant and is not used by
/// others.
struct ActivationKind {
    const char* id; ///< "exact", "tanh", …
    const char* title;
    const char* formula; ///< as a person writes it
    double (*value)(double x, double constant);
    double (*derivative)(double x, double constant);
};

/// exact, tanh (0.044715), hybrid (the fitted constant instead), three terms, sigmoid 1.702, an own constant, ReLU and
/// SiLU. The exact form keeps its relative precision far below zero, where 1 + erf cancels.
const std::vector<ActivationKind>& activationKinds();

/// The fits of Su Jianlin's post 7309 and some that it does not give: constants from Taylor series in closed form, the
/// others by fitMinimax(). Takes some tens of milliseconds. Throws Cancelled.
std::vector<GeluFit> fitGelu(const Progress& progress);

/// What is asked of `gelu`.
struct GeluQuestion {
    double from = -6; ///< first x
    double to = 4; ///< last x, above `from`
    int points = 401; ///< at least 2
    double constant = 1.702; ///< λ of the own x·σ(λx)
    bool fit = false; ///< also fit the constants
};

/// The curves on equal steps of x, their errors against the exact form, and the fits. Throws Refusal(BadArgument),
/// Cancelled.
Gelu geluStudy(const GeluQuestion& question, const Progress& progress);

} // namespace vitrine
