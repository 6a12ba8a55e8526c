// SPDX-License-Identifier: GPL-3.0-or-later
// The integral of a gradient along a straight path, with an estimate of its own error. No tensor library.
#pragma once

#include "core/attribution/path/path_data.h"
#include "core/runtime/progress.h"

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

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
    /// Largest absolute error of one score: of the certified rule a bound, see errorBound(); of a fixed rule its
    /// residual.
    double tokenError = 0;
    double rawResidual = 0; ///< plain rule's sum minus (atInput − atBaseline)
    int evaluations = 0;
    bool met = false; ///< tokenError ≤ tolerance·max|score| and |rawResidual| ≤ tolerance·Σ|score|
    std::vector<double> alpha; ///< where F was evaluated, ascending
    std::vector<double> value; ///< F there
};

/// One integral that is fed from outside, so that samples of several texts can be computed in one batch: compute the
/// samples of places(), give them to take(), until done(). The result does not depend on who computes them.
class PathIntegrator {
public:
    /// `atInput` and `atBaseline` are F at the ends, known beforehand. Throws Refusal(BadArgument): a fixed rule with
    /// less than one evaluation.
    PathIntegrator(double atInput, double atBaseline, const PathOptions& options);

    /// Where samples are wanted next, α in no particular order; empty when done.
    const std::vector<double>& places() const { return m_places; }
    /// Takes the samples of places(), in their order, and decides what is wanted next. `samples` must be as many as
    /// places(), each with the same number of tokens.
    void take(std::span<const PathSample> samples);
    bool done() const { return m_places.empty(); }

    int evaluations() const { return m_data.size(); } ///< so far
    /// How many there will be in all: for progress and for the size of batches. Never less than evaluations() and
    /// places() together.
    int forecast() const;

    /// The first answer at draftTolerance while a better one is still to come: present once, after the take() that
    /// reached it.
    std::optional<PathIntegral> takeDraft() { return std::exchange(m_draft, std::nullopt); }
    /// The answer; while !done() the best so far, without scores before the first take().
    const PathIntegral& answer() const { return m_answer; }

private:
    void takeFixed(std::span<const PathSample> samples);
    void takeCertified();

    PathOptions m_options;
    PathData m_data;
    std::vector<double> m_places;
    PathIntegral m_answer;
    std::optional<PathIntegral> m_draft;
    bool m_drafted = false;
    int m_forecast = 0;
};

/// Integrates. `atInput` and `atBaseline` are F at the ends, known beforehand. `onDraft`, if set, gets a first answer
/// at draftTolerance when a better one is still to come. `progress` is stepped at least once per batch of evaluations.
PathIntegral integratePath(const PathFunction& function, double atInput, double atBaseline, const PathOptions& options,
    const Progress& progress, const std::function<void(const PathIntegral&)>& onDraft = {});

} // namespace vitrine
