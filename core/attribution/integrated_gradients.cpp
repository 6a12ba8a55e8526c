// SPDX-License-Identifier: GPL-3.0-or-later
// Integrated gradients (Sundararajan, Taly and Yan 2017), certified; the mean over several random baselines, or over
// rows of a corpus, which is called expected gradients (Erion and others 2021).
#include "core/attribution/baseline.h"
#include "core/attribution/method.h"
#include "core/attribution/path/certificate.h"
#include "core/attribution/path/path_integral.h"
#include "core/attribution/recompute_choice.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

constexpr int usualFixedEvaluations = 50;
/// Below this a number of bfloat16 carries no meaning: its own rounding moves scores by about half a percent.
constexpr double minToleranceInBfloat16 = 0.01;

PathOptions pathOptions(const MethodInput& input)
{
    PathOptions options;
    options.rule = pathRuleFromName(input.parameters.text("rule")).value();
    options.tolerance = input.parameters.real("tolerance");
    if (const auto evaluations = int(input.parameters.integer("evaluations"))) {
        options.evaluations = evaluations;
        options.maxEvaluations = evaluations;
    } else {
        options.evaluations = usualFixedEvaluations;
    }
    if (options.rule == PathRule::Certified && options.tolerance < minToleranceInBfloat16
        && input.function.input().scalar_type() == at::kBFloat16) {
        throw Refusal(ErrorCode::BadArgument,
            "bfloat16 is too coarse to certify a --tolerance below 0.01; use --dtype float32 or a tolerance of at "
            "least 0.01.",
            "tolerance");
    }
    return options;
}

/// The integrand of every token at several α of the path from `from` to x.
PathFunction pathFunction(const MethodInput& input, const at::Tensor& from)
{
    const auto& x = input.function.input(); // (1, L, E)
    const auto step = x - from; // (1, L, E)
    return [&input, from, step](std::span<const double> alphas) {
        std::vector<PathSample> samples;
        input.function.inPieces(std::int64_t(alphas.size()), [&](std::int64_t begin, std::int64_t size) {
            input.progress.check();
            const std::vector<double> piece(alphas.begin() + begin, alphas.begin() + begin + size);
            const auto alpha = at::tensor(piece, at::kDouble).to(step.options()).view({ size, 1, 1 });
            const auto [values, gradient] = input.function.gradient(from + alpha * step); // (B), (B, L, E)
            const auto integrand = toDoubles((gradient.to(at::kDouble) * step.to(at::kDouble)).sum(-1)); // (B, L)
            const auto length = std::int64_t(integrand.size()) / size;
            for (std::int64_t i = 0; i < size; ++i) {
                const auto row = integrand.begin() + i * length;
                samples.push_back({ values[std::size_t(i)], { row, row + length } });
            }
        });
        return samples;
    };
}

void publish(const PathIntegral& integral, double atInput, double atBaseline, double tolerance, Attribution& result)
{
    result.scores = integral.scores;
    result.certificate = certificateOf(integral, atInput, atBaseline, tolerance);
    result.path = { integral.alpha, integral.value };
}

/// F is constant along a path of no length, so nothing is evaluated.
PathIntegral nothingMoves(std::size_t length)
{
    PathIntegral integral;
    integral.scores.assign(length, 0.0);
    integral.met = true;
    return integral;
}

void runOne(const MethodInput& input, const Baseline& baseline, const PathOptions& options, Attribution& result)
{
    const auto from = baseline.words(0); // (1, L, E)
    if (at::equal(from, input.function.input())) {
        publish(nothingMoves(input.encoding.size()), input.atInput, input.atInput, options.tolerance, result);
        return;
    }
    const double atBaseline = input.function.values(from).front();
    const auto onDraft = [&](const PathIntegral& integral) {
        Attribution draft = result;
        draft.draft = true;
        publish(integral, input.atInput, atBaseline, options.tolerance, draft);
        input.onDraft(draft);
    };
    const auto integral
        = integratePath(pathFunction(input, from), input.atInput, atBaseline, options, input.progress, onDraft);
    publish(integral, input.atInput, atBaseline, options.tolerance, result);
}

void runSampled(const MethodInput& input, const Baseline& baseline, const PathOptions& options, Attribution& result)
{
    SampledCertificate samples(input.atInput, options.tolerance);
    for (int k = 0; k < baseline.count; ++k) {
        input.progress.step(k, baseline.count, "integrating");
        const auto from = baseline.words(k);
        const double atBaseline = input.function.values(from).front();
        const Progress silent = input.progress.withoutReports();
        samples.add(integratePath(pathFunction(input, from), input.atInput, atBaseline, options, silent), atBaseline);
    }
    result.scores = samples.scores();
    result.certificate = samples.certificate();
    result.provenance.warnings.push_back(samples.samplingRemark());
}

void run(const MethodInput& input, Attribution& result)
{
    const PathOptions options = pathOptions(input);
    const Baseline baseline = resolveBaseline(input.model, input.encoding, input.function,
        input.parameters.text("baseline"), std::uint64_t(input.parameters.integer("seed")), input.progress);
    result.rule = input.parameters.text("rule");
    result.baseline = baseline.name;
    if (baseline.count == 1)
        runOne(input, baseline, options, result);
    else
        runSampled(input, baseline, options, result);
    for (auto& remark : certificateRemarks(*result.certificate, result.scores, options.rule))
        result.provenance.warnings.push_back(std::move(remark));
}

std::vector<ParamSpec> parametersOf()
{
    auto parameters = targetParameters();
    for (auto& parameter : baselineParameters())
        parameters.push_back(std::move(parameter));
    parameters.push_back({ "tolerance", "Tolerance", ParamKind::Real, "0.01",
        "Largest error of a token's score, relative to the largest score.", 1e-10, 1.0, {}, false,
        ParamRole::Percentage });
    parameters.push_back({ "rule", "Rule", ParamKind::Choice, "certified",
        "How the path is integrated; the fixed rules are for comparison.", {}, {},
        { { "certified", "Adapts until certified" }, { "gauss-legendre", "Gauss–Legendre" }, { "midpoint", "Midpoint" },
            { "trapezoid", "Trapezoid" }, { "left", "Left" }, { "right", "Right" },
            { "alpha-weighted", "Gradient × scaled input (a known fault)" } },
        false, ParamRole::None, true });
    parameters.push_back({ "evaluations", "Evaluations", ParamKind::Integer, "0",
        "Of a fixed rule (0: 50), or the most that the certified rule may use (0: 4096).", 0.0, 100000.0, {}, false,
        ParamRole::None, true });
    parameters.push_back(recomputeParameter());
    return parameters;
}

} // namespace

AttributionMethod integratedGradientsMethod()
{
    return { { "integrated-gradients", "Integrated gradients",
                 "What each token adds on the way from nothing to the text. Scores add up to the change of the answer, "
                 "and their error is "
                 "certified.",
                 true, parametersOf() },
        run };
}

} // namespace vitrine
