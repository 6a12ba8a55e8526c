// SPDX-License-Identifier: GPL-3.0-or-later
// The fixed rules, and the certified rule, which adds samples where its error is largest, until the bound of its error
// meets the tolerance.
#include "core/attribution/path/path_integral.h"
#include "core/attribution/path/error_bound.h"
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

constexpr int firstSamples = 8; // nothing is certified on fewer; a smooth path needs no more
constexpr int fewest = 2; // samples of a later batch
/// Error of the rule ~ samples⁻⁶ while it settles: what later batches are sized by. Batches that are too small cost
/// one call more, batches that are too large samples that nobody needed: docs/integration-rules.md.
constexpr double convergence = 6;
/// How far one batch trusts the forecast, in shares of the samples so far. Where the gradient jumps, the places of the
/// next samples only show after the last ones.
constexpr double growthWhereSmooth = 0.7;
constexpr double growthElsewhere = 0.15;
constexpr double keptByHalf = 0.15; // of the error of an interval that a sample in its middle leaves to each half
constexpr double narrowest = 1e-13; // an interval that is not cut any more

PathIntegral published(const PathData& data, const PathEstimate& estimate, double bound)
{
    PathIntegral answer;
    answer.scores = estimate.scores;
    answer.tokenError = bound;
    answer.rawResidual = estimate.rawResidual;
    answer.evaluations = data.size();
    answer.alpha = data.alphas();
    for (int k = 0; k < data.size(); ++k)
        answer.value.push_back(data.value(k));
    return answer;
}

/// The kernel for few samples, polynomials for many. On a path so smooth that the polynomials are as good as the
/// kernel's arithmetic can be, they are taken for few samples, too.
PathEstimate bestEstimate(const PathData& data, const PathWarp& warp)
{
    if (data.size() > fewSamples)
        return localEstimate(data);
    PathEstimate kernel = kernelEstimate(data, warp);
    PathEstimate local = localEstimate(data);
    const double bound = errorBound(local, true);
    const bool isExact = bound < kernelArithmetic * largestAbsolute(local.scores) && bound < errorBound(kernel, false);
    return isExact ? local : kernel;
}

/// New places, where the error is: the interval with the largest part of it is cut half way in t, again and again.
/// The outermost intervals have a sample on one side only and are cut nearer to it.
std::vector<double> worstPlaces(const PathData& data, const PathEstimate& estimate, const PathWarp& warp, int count)
{
    struct Piece {
        double error;
        double left; // in t
        double right;
    };
    const auto lessWrong = [](const Piece& a, const Piece& b) { return a.error < b.error; };
    std::vector<Piece> pieces;
    for (int j = 0; j < data.intervals(); ++j)
        if (data.width(j) > narrowest)
            pieces.push_back({ estimate.indicator[j], warp(data.left(j)), warp(data.right(j)) });
    std::make_heap(pieces.begin(), pieces.end(), lessWrong);
    std::vector<double> places;
    while (int(places.size()) < count && !pieces.empty()) {
        std::pop_heap(pieces.begin(), pieces.end(), lessWrong);
        const Piece whole = pieces.back();
        pieces.pop_back();
        const double part = whole.left <= 0 ? 0.3 : whole.right >= 1 ? 0.7 : 0.5;
        const double middle = (1 - part) * whole.left + part * whole.right;
        places.push_back(warp.inverse(middle));
        const double error = keptByHalf * whole.error;
        for (const Piece& half : { Piece { error, whole.left, middle }, Piece { error, middle, whole.right } }) {
            pieces.push_back(half);
            std::push_heap(pieces.begin(), pieces.end(), lessWrong);
        }
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
        takeCertified();
    else
        takeFixed(samples);
}

int PathIntegrator::forecast() const { return std::max(m_forecast, m_data.size() + int(m_places.size())); }

void PathIntegrator::takeFixed(std::span<const PathSample> samples)
{
    m_answer = summed(quadratureRule(m_options.rule, m_options.evaluations), samples, m_data.difference());
    m_answer.evaluations = m_data.size();
    m_answer.tokenError = std::abs(m_answer.rawResidual); // all that one rule alone can know
    m_answer.met = isMet(m_answer, m_options.tolerance);
    m_places.clear();
}

void PathIntegrator::takeCertified()
{
    const int n = m_data.size();
    const PathWarp warp = PathWarp::fromActivity(m_data);
    const bool isFirst = m_answer.evaluations == 0;
    const PathEstimate estimate = bestEstimate(m_data, warp);
    m_answer = published(m_data, estimate, errorBound(estimate, isFirst));
    m_answer.met = (n >= firstSamples && isMet(m_answer, m_options.tolerance)) || m_data.tokens() == 0;
    m_places.clear();
    m_forecast = n;
    if (m_answer.met || n >= m_options.maxEvaluations)
        return;

    const double allowed = m_options.tolerance * largestAbsolute(m_answer.scores);
    const double missing = n * (std::pow(m_answer.tokenError / allowed, 1 / convergence) - 1); // nan or infinite at 0
    const double most = std::max<double>(fewest, (n <= fewSamples ? growthWhereSmooth : growthElsewhere) * n);
    const double batch = missing < most ? std::max<double>(fewest, std::ceil(missing)) : most;
    m_places = worstPlaces(m_data, estimate, warp, std::min(int(batch), m_options.maxEvaluations - n));
    if (missing > 0)
        m_forecast = int(std::min<double>(m_options.maxEvaluations, n + missing));
    if (!m_drafted && n >= firstSamples && isMet(m_answer, m_options.draftTolerance)) {
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
