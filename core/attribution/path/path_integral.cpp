// SPDX-License-Identifier: GPL-3.0-or-later
// The fixed rules, and the certified rule, which adds samples where its estimate of the error is largest, until the
// estimate meets the tolerance twice in a row.
#include "core/attribution/path/path_integral.h"
#include "core/attribution/path/path_data.h"
#include "core/attribution/path/quadrature.h"

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

bool isMet(const PathIntegral& answer, double tolerance)
{
    return answer.tokenError <= tolerance * largestAbsolute(answer.scores)
        && std::abs(answer.rawResidual) <= tolerance * sumOfAbsolutes(answer.scores);
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

PathIntegral fixedRule(
    const PathFunction& function, double difference, const PathOptions& options, const Progress& progress)
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

constexpr int firstSamples = 6;
constexpr int step = 2; // samples added between two estimates of the error
constexpr int kernelLimit = 48; // beyond, the kernel matrix is near singular and the path is not smooth anyway
constexpr int minSamples = 10; // nothing is certified on fewer; three estimates have then been made
constexpr int estimatesNeeded = 2; // in a row that find the error small: a single one can be right by chance
constexpr double narrowest = 1e-13; // an interval that is not cut any more

PathIntegral published(const PathData& data, const PathEstimate& estimate)
{
    PathIntegral answer;
    answer.scores = estimate.scores;
    answer.tokenError = estimate.tokenError;
    answer.rawResidual = estimate.rawResidual;
    answer.evaluations = data.size();
    answer.alpha = data.alphas();
    for (int k = 0; k < data.size(); ++k)
        answer.value.push_back(data.value(k));
    return answer;
}

/// New places: one in each of the `count` intervals that contribute most to the error, half way in t; the outermost
/// intervals have a sample on one side only and are cut nearer to it.
std::vector<double> worstPlaces(const PathData& data, const PathEstimate& estimate, const PathWarp& warp, int count)
{
    std::vector<int> order;
    for (int j = 0; j < data.intervals(); ++j)
        if (data.width(j) > narrowest)
            order.push_back(j);
    count = std::min(count, int(order.size()));
    std::partial_sort(order.begin(), order.begin() + count, order.end(),
        [&](int a, int b) { return estimate.indicator[a] > estimate.indicator[b]; });
    std::vector<double> places;
    for (int k = 0; k < count; ++k) {
        const int j = order[k];
        const double part = j == 0 ? 0.3 : j == data.size() ? 0.7 : 0.5;
        places.push_back(warp.inverse((1 - part) * warp(data.left(j)) + part * warp(data.right(j))));
    }
    return places;
}

/// Samples where the error is, until the estimate certifies itself. Error estimates: quadrature.h.
PathIntegral certified(const PathFunction& function, PathData data, const PathOptions& options,
    const Progress& progress, const std::function<void(const PathIntegral&)>& onDraft)
{
    bool drafted = !onDraft;
    int small = 0; // estimates in a row that met the tolerance
    std::vector<double> places = gaussLegendre(std::clamp(options.maxEvaluations, 1, firstSamples)).nodes;
    while (true) {
        progress.step(data.size(), data.size() + int(places.size()), "integrating");
        data.add(places, function(places));
        const PathWarp warp = PathWarp::fromActivity(data);
        const PathEstimate estimate = data.size() <= kernelLimit ? kernelEstimate(data, warp) : localEstimate(data);
        PathIntegral answer = published(data, estimate);
        small = isMet(answer, options.tolerance) ? small + 1 : 0;
        answer.met = (small >= estimatesNeeded && data.size() >= minSamples) || data.tokens() == 0;
        const int more = std::min(std::max(step, data.size() / 10), options.maxEvaluations - data.size());
        places = worstPlaces(data, estimate, warp, more);
        if (answer.met || places.empty()) {
            // The residual is a known error, so the stated error is at least as large. Where the tolerance is met it
            // is raised to the tolerance at most.
            const double known = std::abs(answer.rawResidual);
            answer.tokenError = std::max(answer.tokenError,
                answer.met ? std::min(known, options.tolerance * largestAbsolute(answer.scores)) : known);
            return answer;
        }
        if (!drafted && data.size() >= minSamples - step && isMet(answer, options.draftTolerance)) {
            drafted = true;
            onDraft(answer);
        }
    }
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

    return certified(function, PathData(atBaseline, atInput), options, progress, onDraft);
}

} // namespace vitrine
