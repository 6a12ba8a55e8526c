// SPDX-License-Identifier: GPL-3.0-or-later
// GELU and its approximations as curves, with their errors and the constants that fit best.
#pragma once

#include "core/results/provenance.h"

#include <string>
#include <vector>

namespace vitrine {

/// One activation function. Errors are against the exact GELU, over all x.
struct ActivationCurve {
    std::string id; ///< "exact", "tanh", "hybrid", "three-terms", "sigmoid", "own", "relu" or "silu"
    std::string title;
    std::string formula;
    std::vector<double> values; ///< one per x
    std::vector<double> derivatives; ///< one per x
    double maxError = 0; ///< largest |value − exact|
    double maxErrorAt = 0; ///< |x| of it
    double maxDerivativeError = 0; ///< largest |derivative − exact derivative|
    double maxDerivativeErrorAt = 0; ///< |x| of it

    static void fields(auto& visit, auto& curve)
    {
        visit("id", curve.id);
        visit("title", curve.title);
        visit("formula", curve.formula);
        visit("values", curve.values);
        visit("derivatives", curve.derivatives);
        visit("max_error", curve.maxError);
        visit("max_error_at", curve.maxErrorAt);
        visit("max_derivative_error", curve.maxDerivativeError);
        visit("max_derivative_error_at", curve.maxDerivativeErrorAt);
    }
    bool operator==(const ActivationCurve&) const = default;
};

/// A constant of a formula.
struct FitConstant {
    std::string name; ///< "λ", "a", "b" or "c"
    double value = 0;

    static void fields(auto& visit, auto& constant)
    {
        visit("name", constant.name);
        visit("value", constant.value);
    }
    bool operator==(const FitConstant&) const = default;
};

/// One way to choose the constants of an approximation P of Φ, the distribution function of the standard normal law.
struct GeluFit {
    std::string id; ///< "tanh-hybrid", …
    std::string title;
    std::string formula; ///< P = (1 + tanh(formula))/2, or P itself
    std::string criterion; ///< what was made small: "taylor", "phi" or "gelu"
    std::vector<FitConstant> constants;
    std::vector<double> extrema; ///< x > 0 where the error that was made small is largest; empty for Taylor series
    double phiError = 0; ///< largest |P(x) − Φ(x)|
    double phiErrorAt = 0; ///< |x| of it
    double geluError = 0; ///< largest |x·P(x) − GELU(x)|
    double geluErrorAt = 0; ///< |x| of it

    static void fields(auto& visit, auto& fit)
    {
        visit("id", fit.id);
        visit("title", fit.title);
        visit("formula", fit.formula);
        visit("criterion", fit.criterion);
        visit("constants", fit.constants);
        visit("extrema", fit.extrema);
        visit("phi_error", fit.phiError);
        visit("phi_error_at", fit.phiErrorAt);
        visit("gelu_error", fit.geluError);
        visit("gelu_error_at", fit.geluErrorAt);
    }
    bool operator==(const GeluFit&) const = default;
};

/// The answer to `gelu`.
struct Gelu {
    static constexpr const char* kind = "gelu";

    Provenance provenance;
    std::vector<double> x; ///< ascending, equal steps
    double constant = 0; ///< λ of the curve "own"
    std::vector<ActivationCurve> curves;
    std::vector<GeluFit> fits; ///< empty unless asked for

    static void fields(auto& visit, auto& gelu)
    {
        visit(gelu.provenance);
        visit("x", gelu.x);
        visit("constant", gelu.constant);
        visit("curves", gelu.curves);
        visit("fits", gelu.fits);
    }
    bool operator==(const Gelu&) const = default;
};

} // namespace vitrine
