// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas and fits of the GELU study. Sources: Hendrycks and Gimpel 2016 (GELU), Page 1977 (the tanh formula).
#include "core/activations/gelu.h"

#include "core/activations/minimax.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vitrine {
namespace {

constexpr double usualC = 0.044715; // of x³ inside the bracket
constexpr double hybridC = 0.0447149112276325; // what fitGelu() finds for it; a test holds the two against each other
constexpr double threeB = 0.0366290503824, threeC = -2.86495979757e-4; // of tanh(ax + bx³ + cx⁵), likewise
constexpr double clampAt = 9; // beyond, the fifth-order polynomial turns round
constexpr double quickLambda = 1.702;
constexpr double farthest = 12; // errors are looked for up to here; all are far below their largest there
const double rootTwoOverPi = std::sqrt(2 / std::numbers::pi);

double phi(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }
double density(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi); }
double sigmoid(double z) { return z >= 0 ? 1 / (1 + std::exp(-z)) : std::exp(z) / (1 + std::exp(z)); }

// x·P(x) with P = (1 + tanh u(x))/2 = σ(2u), and its derivative from u and u′.
double tanhForm(double x, double u) { return x * sigmoid(2 * u); }
double tanhSlope(double x, double u, double slopeOfU)
{
    const double p = sigmoid(2 * u);
    return p + x * 2 * p * sigmoid(-2 * u) * slopeOfU;
}

template <int Which> double cubic(double x)
{
    constexpr double c = Which == 0 ? usualC : hybridC;
    return rootTwoOverPi * (x + c * x * x * x);
}
template <int Which> double cubicSlope(double x)
{
    constexpr double c = Which == 0 ? usualC : hybridC;
    return rootTwoOverPi * (1 + 3 * c * x * x);
}

double quintic(double x)
{
    const double t = std::clamp(x, -clampAt, clampAt);
    return rootTwoOverPi * t + threeB * t * t * t + threeC * t * t * t * t * t;
}
double quinticSlope(double x)
{
    if (std::abs(x) >= clampAt)
        return 0;
    return rootTwoOverPi + 3 * threeB * x * x + 5 * threeC * x * x * x * x;
}

double exact(double x, double) { return x * phi(x); }
double exactSlope(double x, double) { return phi(x) + x * density(x); }
double ownSigmoid(double x, double lambda) { return x * sigmoid(lambda * x); }
double ownSigmoidSlope(double x, double lambda) { return tanhSlope(x, lambda * x / 2, lambda / 2); }

struct FitForm {
    const char* id;
    const char* title;
    const char* formula;
    const char* criterion;
    std::vector<const char*> names;
    double (*p)(double x, const std::vector<double>& constants); // approximates Phi
    std::vector<std::pair<double, double>> brackets; // empty: the constants are given
    std::vector<double> given {};
};

double sigmoidP(double x, const std::vector<double>& k) { return sigmoid(k[0] * x); }
// a fixed: a = √(2/π), k = { c }, the coefficient inside the bracket
double bracketP(double x, const std::vector<double>& k) { return sigmoid(2 * rootTwoOverPi * (x + k[0] * x * x * x)); }
double bothP(double x, const std::vector<double>& k) { return sigmoid(2 * (k[0] * x + k[1] * x * x * x)); }
double bothBracketP(double x, const std::vector<double>& k) { return sigmoid(2 * k[0] * (x + k[1] * x * x * x)); }
double threeP(double x, const std::vector<double>& k)
{
    const double t = std::clamp(x, -clampAt, clampAt);
    return sigmoid(2 * (rootTwoOverPi * t + k[0] * t * t * t + k[1] * t * t * t * t * t));
}

const std::vector<FitForm>& fitForms()
{
    static const std::vector<FitForm> forms {
        { "tanh-hybrid", "tanh, hybrid", "√(2/π)·(x + c·x³)", "phi", { "c" }, bracketP, { { 0.04, 0.05 } } },
        { "tanh-taylor", "tanh, Taylor", "√(2/π)·(x + c·x³)", "taylor", { "c" }, bracketP, {},
            { (4 - std::numbers::pi) / (6 * std::numbers::pi) } },
        { "tanh-free", "tanh, both free", "a·x + b·x³", "phi", { "a", "b" }, bothP,
            { { 0.79, 0.81 }, { 0.034, 0.0365 } } },
        { "tanh-three", "tanh, three terms", "√(2/π)·x + b·x³ + c·x⁵", "phi", { "b", "c" }, threeP,
            { { 0.0355, 0.0375 }, { -4e-4, -2e-4 } } },
        { "sigmoid", "sigmoid", "σ(λx)", "phi", { "λ" }, sigmoidP, { { 1.6, 1.8 } } },
        { "sigmoid-taylor", "sigmoid, Taylor", "σ(λx)", "taylor", { "λ" }, sigmoidP, {},
            { std::sqrt(8 / std::numbers::pi) } },
        { "sigmoid-gelu", "sigmoid for GELU", "σ(λx)", "gelu", { "λ" }, sigmoidP, { { 1.7, 1.85 } } },
        { "tanh-gelu", "tanh for GELU", "√(2/π)·(x + c·x³)", "gelu", { "c" }, bracketP, { { 0.043, 0.0455 } } },
        { "tanh-gelu-free", "tanh free for GELU", "a·(x + c·x³)", "gelu", { "a", "c" }, bothBracketP,
            { { 0.795, 0.805 }, { 0.042, 0.045 } } },
    };
    return forms;
}

GeluFit fitOf(const FitForm& form)
{
    GeluFit fit { form.id, form.title, form.formula, form.criterion, {}, {}, 0, 0, 0, 0 };
    std::vector<double> constants = form.given;
    if (!form.brackets.empty()) {
        const bool ofGelu = std::string_view(form.criterion) == "gelu";
        MinimaxProblem problem;
        problem.error = [&form, ofGelu](double x, const std::vector<double>& k) {
            return (form.p(x, k) - phi(x)) * (ofGelu ? x : 1);
        };
        problem.brackets = form.brackets;
        auto best = fitMinimax(problem);
        constants = std::move(best.constants);
        fit.extrema = std::move(best.extrema);
    }
    for (std::size_t k = 0; k < constants.size(); ++k)
        fit.constants.push_back({ form.names[k], constants[k] });
    const auto error = [&](double x) { return form.p(x, constants) - phi(x); };
    const Extremum ofPhi = largestExtremum(error, farthest);
    const Extremum ofGelu = largestExtremum([&](double x) { return x * error(x); }, farthest);
    fit.phiError = std::abs(ofPhi.value);
    fit.phiErrorAt = ofPhi.x;
    fit.geluError = std::abs(ofGelu.value);
    fit.geluErrorAt = ofGelu.x;
    return fit;
}

// The error of the value is even in x and that of the derivative odd for x·P(x) with P − 1/2 odd, and so is it for ReLU
// and SiLU: one side is enough.
ActivationCurve curveOf(const ActivationKind& kind, const std::vector<double>& x, double constant)
{
    ActivationCurve curve { kind.id, kind.title, kind.formula, {}, {}, 0, 0, 0, 0 };
    for (const double at : x) {
        curve.values.push_back(kind.value(at, constant));
        curve.derivatives.push_back(kind.derivative(at, constant));
    }
    if (std::string_view(kind.id) == "exact")
        return curve;
    const Extremum ofValue
        = largestExtremum([&](double at) { return kind.value(at, constant) - exact(at, 0); }, farthest);
    const Extremum ofSlope
        = largestExtremum([&](double at) { return kind.derivative(at, constant) - exactSlope(at, 0); }, farthest);
    curve.maxError = std::abs(ofValue.value);
    curve.maxErrorAt = ofValue.x;
    curve.maxDerivativeError = std::abs(ofSlope.value);
    curve.maxDerivativeErrorAt = ofSlope.x;
    return curve;
}

} // namespace

const std::vector<ActivationKind>& activationKinds()
{
    static const std::vector<ActivationKind> kinds {
        { "exact", "Exact (erf)", "x·Φ(x)", exact, exactSlope },
        { "tanh", "tanh, 0.044715", "x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))",
            [](double x, double) { return tanhForm(x, cubic<0>(x)); },
            [](double x, double) { return tanhSlope(x, cubic<0>(x), cubicSlope<0>(x)); } },
        { "hybrid", "tanh, fitted constant", "x/2·(1 + tanh(√(2/π)·(x + c·x³)))",
            [](double x, double) { return tanhForm(x, cubic<1>(x)); },
            [](double x, double) { return tanhSlope(x, cubic<1>(x), cubicSlope<1>(x)); } },
        { "three-terms", "tanh, three terms", "x/2·(1 + tanh(√(2/π)·x + b·x³ + c·x⁵))",
            [](double x, double) { return tanhForm(x, quintic(x)); },
            [](double x, double) { return tanhSlope(x, quintic(x), quinticSlope(x)); } },
        { "sigmoid", "sigmoid, 1.702", "x·σ(1.702·x)", [](double x, double) { return ownSigmoid(x, quickLambda); },
            [](double x, double) { return ownSigmoidSlope(x, quickLambda); } },
        { "own", "sigmoid, own constant", "x·σ(λx)", ownSigmoid, ownSigmoidSlope },
        { "relu", "ReLU", "max(x, 0)", [](double x, double) { return std::max(x, 0.0); },
            [](double x, double) { return x > 0 ? 1.0 : 0.0; } },
        { "silu", "SiLU", "x·σ(x)", [](double x, double) { return ownSigmoid(x, 1); },
            [](double x, double) { return ownSigmoidSlope(x, 1); } },
    };
    return kinds;
}

std::vector<GeluFit> fitGelu(const Progress& progress)
{
    std::vector<GeluFit> fits;
    const int count = int(fitForms().size());
    for (const FitForm& form : fitForms()) {
        progress.step(int(fits.size()), count, "fitting constants");
        fits.push_back(fitOf(form));
    }
    return fits;
}

Gelu geluStudy(const GeluQuestion& question, const Progress& progress)
{
    if (!(question.from < question.to))
        throw Refusal(ErrorCode::BadArgument, "The first x must lie below the last one.", "from");
    Gelu study;
    study.constant = question.constant;
    const double step = (question.to - question.from) / (question.points - 1);
    for (int i = 0; i < question.points; ++i)
        study.x.push_back(i + 1 == question.points ? question.to : question.from + i * step);
    for (const ActivationKind& kind : activationKinds())
        study.curves.push_back(curveOf(kind, study.x, question.constant));
    if (question.fit)
        study.fits = fitGelu(progress);
    return study;
}

} // namespace vitrine
