// SPDX-License-Identifier: GPL-3.0-or-later
// The integral of a gradient along a straight path, with an estimate of its own error. No tensor library.
#pragma once

#include "core/runtime/progress.h"

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace vitrine {

/// One gradient evaluation at α on the path x' + α(x − x').
struct PathSample {
    double value = 0; ///< F there
    std::vector<double> integrand; ///< (L) per token i: Σ_d (x − x')_{i,d} · ∂F/∂x_{i,d}
};

/// Evaluates several places of the path at once, in the order asked for.
using PathFunction = std::function<std::vector<PathSample>(std::span<const double> alphas)>;

/// How to integrate. `Certified` adapts to the text until it certifies itself; the others are fixed rules for
/// comparison and teaching. `AlphaWeighted` is a known fault: the gradient is multiplied by the scaled input.
enum class PathRule { Certified, GaussLegendre, Right, Left, Midpoint, Trapezoid, AlphaWeighted };

std::string_view pathRuleName(PathRule rule); ///< "certified", "gauss-legendre", "right", …
std::optional<PathRule> pathRuleFromName(std::string_view name);

struct PathOptions {
    PathRule rule = PathRule::Certified;
    double tolerance = 0.01; ///< relative: see Certificate::met
    int evaluations = 50; ///< of a fixed rule
    int maxEvaluations = 4096; ///< of the certified rule; it returns its best, not met, when they are spent
    double draftTolerance = 0.05; ///< the certified rule reports its first answer at least this good
};

/// What came out. Scores sum to difference exactly under the certified rule (control variate); rawResidual is from
/// before.
struct PathIntegral {
    std::vector<double> scores; ///< (L)
    double tokenError = 0; ///< estimated largest absolute error of one score
    double rawResidual = 0; ///< plain rule's sum minus (atInput − atBaseline)
    int evaluations = 0;
    bool met = false; ///< tokenError ≤ tolerance·max|score| and |rawResidual| ≤ tolerance·Σ|score|
    std::vector<double> alpha; ///< where F was evaluated, ascending
    std::vector<double> value; ///< F there
};

/// Integrates. `atInput` and `atBaseline` are F at the ends, known beforehand. `onDraft`, if set, gets a first answer
/// at draftTolerance when a better one is still to come. `progress` is stepped at least once per batch of evaluations.
PathIntegral integratePath(const PathFunction& function, double atInput, double atBaseline, const PathOptions& options,
    const Progress& progress, const std::function<void(const PathIntegral&)>& onDraft = {});

} // namespace vitrine
