// SPDX-License-Identifier: GPL-3.0-or-later
// Fixed rules, and the certified rule: Gauss–Legendre ladders whose successive answers are compared.
#include "core/attribution/path_integral.h"
#include "core/attribution/quadrature.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace vitrine {
namespace {

constexpr std::array<std::pair<PathRule, std::string_view>, 7> ruleNames { {
    { PathRule::Certified, "certified" },
    { PathRule::GaussLegendre, "gauss-legendre" },
    { PathRule::Right, "right" },
    { PathRule::Left, "left" },
    { PathRule::Midpoint, "midpoint" },
    { PathRule::Trapezoid, "trapezoid" },
    { PathRule::AlphaWeighted, "alpha-weighted" },
} };

double largest(const std::vector<double>& scores)
{
    double most = 0;
    for (double score : scores)
        most = std::max(most, std::abs(score));
    return most;
}

double sumOfAbsolutes(const std::vector<double>& scores)
{
    return std::accumulate(scores.begin(), scores.end(), 0.0, [](double sum, double score) { return sum + std::abs(score); });
}

bool isMet(const PathIntegral& answer, double tolerance)
{
    return answer.tokenError <= tolerance * largest(answer.scores)
        && std::abs(answer.rawResidual) <= tolerance * sumOfAbsolutes(answer.scores);
}

/// β (L), Σβ = 1: regression of each token's integrand on their sum over the upper third of the Legendre coefficients, which is
/// where the rule's error comes from.
std::vector<double> controlWeights(const QuadratureRule& rule, const std::vector<PathSample>& samples)
{
    const int points = int(samples.size());
    const int tokens = int(samples.front().integrand.size());
    std::vector<std::vector<double>> basis;
    for (double alpha : rule.nodes)
        basis.push_back(legendreValues(alpha, points));
    std::vector<double> products(tokens, 0.0);
    double square = 0;
    for (int k = points - std::max(1, points / 3); k < points; ++k) {
        std::vector<double> coefficients(tokens, 0.0);
        for (int j = 0; j < points; ++j)
            for (int i = 0; i < tokens; ++i)
                coefficients[i] += std::sqrt(2.0 * k + 1) * rule.weights[j] * basis[j][k] * samples[j].integrand[i];
        const double total = std::accumulate(coefficients.begin(), coefficients.end(), 0.0);
        square += total * total;
        for (int i = 0; i < tokens; ++i)
            products[i] += total * coefficients[i];
    }
    for (double& product : products)
        product = square > 0 ? product / square : 1.0 / tokens;
    return products;
}

PathIntegral summed(const QuadratureRule& rule, const std::vector<PathSample>& samples, double difference)
{
    PathIntegral answer;
    answer.scores.assign(samples.front().integrand.size(), 0.0);
    for (std::size_t j = 0; j < samples.size(); ++j)
        for (std::size_t i = 0; i < answer.scores.size(); ++i)
            answer.scores[i] += rule.weights[j] * samples[j].integrand[i];
    answer.rawResidual = std::accumulate(answer.scores.begin(), answer.scores.end(), 0.0) - difference;
    answer.alpha = rule.nodes;
    for (const PathSample& sample : samples)
        answer.value.push_back(sample.value);
    return answer;
}

PathIntegral fixedRule(const PathFunction& function, double difference, const PathOptions& options, const Progress& progress)
{
    const QuadratureRule rule = quadratureRule(options.rule, options.evaluations);
    progress.step(0, options.evaluations, "integrating");
    PathIntegral answer = summed(rule, function(rule.nodes), difference);
    answer.evaluations = options.evaluations;
    answer.tokenError = std::abs(answer.rawResidual); // all that one rule alone can know
    answer.met = isMet(answer, options.tolerance);
    progress.step(options.evaluations, options.evaluations, "integrating");
    return answer;
}

} // namespace

std::string_view pathRuleName(PathRule rule)
{
    for (const auto& [candidate, name] : ruleNames)
        if (candidate == rule)
            return name;
    return {};
}

std::optional<PathRule> pathRuleFromName(std::string_view name)
{
    for (const auto& [rule, candidate] : ruleNames)
        if (candidate == name)
            return rule;
    return std::nullopt;
}

PathIntegral integratePath(const PathFunction& function, double atInput, double atBaseline, const PathOptions& options,
    const Progress& progress, const std::function<void(const PathIntegral&)>& onDraft)
{
    const double difference = atInput - atBaseline;
    if (options.rule != PathRule::Certified)
        return fixedRule(function, difference, options, progress);

    PathIntegral best;
    int evaluations = 0;
    bool drafted = false;
    for (int points = 12;; points = points * 4 / 3) {
        if (evaluations > 0 && evaluations + points > options.maxEvaluations)
            return best;
        progress.step(evaluations, evaluations + points, "integrating");
        const QuadratureRule rule = gaussLegendre(points);
        const std::vector<PathSample> samples = function(rule.nodes);
        evaluations += points;
        PathIntegral answer = summed(rule, samples, difference);
        const std::vector<double> beta = controlWeights(rule, samples);
        for (std::size_t i = 0; i < answer.scores.size(); ++i)
            answer.scores[i] -= beta[i] * answer.rawResidual;
        answer.tokenError = largest(answer.scores);
        if (!best.scores.empty()) {
            answer.tokenError = 0;
            for (std::size_t i = 0; i < answer.scores.size(); ++i)
                answer.tokenError = std::max(answer.tokenError, std::abs(answer.scores[i] - best.scores[i]));
        }
        answer.evaluations = evaluations;
        answer.met = isMet(answer, options.tolerance);
        best = std::move(answer);
        if (best.met || best.scores.empty())
            return best;
        if (onDraft && !drafted && isMet(best, options.draftTolerance)) {
            onDraft(best);
            drafted = true;
        }
        progress.step(evaluations, evaluations * 2, "integrating");
    }
}

} // namespace vitrine
