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
#include <stdexcept>
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

PathIntegral summed(const QuadratureRule& rule, std::span<const PathSample> samples, double difference)
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

PathIntegrator::PathIntegrator(double atInput, double atBaseline, const PathOptions& options)
    : m_options(options)
    , m_data(atBaseline, atInput)
    , m_places(options.rule == PathRule::Certified
              ? gaussLegendre(std::clamp(options.maxEvaluations, 1, firstSamples)).nodes
              : quadratureRule(options.rule, options.evaluations).nodes)
{
}

void PathIntegrator::take(std::span<const PathSample> samples)
{
    if (samples.size() != m_places.size())
        throw std::logic_error("PathIntegrator::take(): as many samples as places() are needed");
    m_data.add(m_places, { samples.begin(), samples.end() });
    if (m_options.rule == PathRule::Certified)
        takeCertified(samples);
    else
        takeFixed(samples);
}

int PathIntegrator::forecast() const { return m_data.size() + int(m_places.size()); }

void PathIntegrator::takeFixed(std::span<const PathSample> samples)
{
    m_answer = summed(quadratureRule(m_options.rule, m_options.evaluations), samples, m_data.difference());
    m_answer.evaluations = m_data.size();
    m_answer.tokenError = std::abs(m_answer.rawResidual); // all that one rule alone can know
    m_answer.met = isMet(m_answer, m_options.tolerance);
    m_places.clear();
}

/// Samples where the error is, until the estimate certifies itself. Error estimates: quadrature.h.
void PathIntegrator::takeCertified(std::span<const PathSample>)
{
    const PathWarp warp = PathWarp::fromActivity(m_data);
    const PathEstimate estimate = m_data.size() <= kernelLimit ? kernelEstimate(m_data, warp) : localEstimate(m_data);
    m_answer = published(m_data, estimate);
    m_small = isMet(m_answer, m_options.tolerance) ? m_small + 1 : 0;
    m_answer.met = (m_small >= estimatesNeeded && m_data.size() >= minSamples) || m_data.tokens() == 0;
    const int more = std::min(std::max(step, m_data.size() / 10), m_options.maxEvaluations - m_data.size());
    m_places = worstPlaces(m_data, estimate, warp, more);
    if (m_answer.met || m_places.empty()) {
        m_places.clear();
        // The residual is a known error, so the stated error is at least as large. Where the tolerance is met it
        // is raised to the tolerance at most.
        const double known = std::abs(m_answer.rawResidual);
        m_answer.tokenError = std::max(m_answer.tokenError,
            m_answer.met ? std::min(known, m_options.tolerance * largestAbsolute(m_answer.scores)) : known);
    } else if (!m_drafted && m_data.size() >= minSamples - step && isMet(m_answer, m_options.draftTolerance)) {
        m_drafted = true;
        m_draft = m_answer;
    }
}

PathIntegral integratePath(const PathFunction& function, double atInput, double atBaseline, const PathOptions& options,
    const Progress& progress, const std::function<void(const PathIntegral&)>& onDraft)
{
    PathIntegrator integrator(atInput, atBaseline, options);
    while (!integrator.done()) {
        progress.step(integrator.evaluations(), integrator.forecast(), "integrating");
        integrator.take(function(integrator.places()));
        if (const auto draft = integrator.takeDraft(); draft && onDraft)
            onDraft(*draft);
    }
    if (options.rule != PathRule::Certified)
        progress.step(integrator.evaluations(), integrator.forecast(), "integrating");
    return integrator.answer();
}

} // namespace vitrine
