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

#include <algorithm>
#include <optional>

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

/// One path of one text: from a baseline to x.
struct Path {
    const MethodInput* input;
    at::Tensor from; ///< (1, L, E)
    at::Tensor step; ///< x − from, (1, L, E)
    double atBaseline = 0;
    std::optional<PathIntegrator> integrator; ///< none when the path has no length
};

/// F is constant along a path of no length, so nothing is evaluated.
PathIntegral nothingMoves(std::size_t length)
{
    PathIntegral integral;
    integral.scores.assign(length, 0.0);
    integral.met = true;
    return integral;
}

PathIntegral answerOf(const Path& path)
{
    return path.integrator ? path.integrator->answer() : nothingMoves(path.input->encoding.size());
}

/// Of the texts that `paths` belong to, one entry a path.
std::vector<const ExplainedFunction*> functionsOf(std::span<Path* const> paths)
{
    std::vector<const ExplainedFunction*> functions;
    for (const Path* path : paths)
        functions.push_back(&path->input->function);
    return functions;
}

/// F at the start of every path, in few batches, and its integrator.
void begin(std::span<Path* const> paths, const PathOptions& options)
{
    const auto functions = functionsOf(paths);
    functions.front()->inPieces(std::int64_t(paths.size()), [&](std::int64_t first, std::int64_t size) {
        const auto piece = paths.subspan(std::size_t(first), std::size_t(size));
        piece.front()->input->progress.check();
        std::vector<at::Tensor> starts;
        for (const Path* path : piece)
            starts.push_back(path->from);
        const auto values = ExplainedFunction::valuesTogether(functionsOf(piece), at::cat(starts));
        for (std::size_t i = 0; i < piece.size(); ++i) {
            piece[i]->atBaseline = values[i];
            piece[i]->integrator.emplace(piece[i]->input->atInput, values[i], options);
        }
    });
}

/// The samples that all `paths` want next. They share batches, whichever path they belong to.
void advance(std::span<Path* const> paths)
{
    std::vector<Path*> owners;
    std::vector<double> alphas;
    for (Path* path : paths) {
        const auto& places = path->integrator->places();
        alphas.insert(alphas.end(), places.begin(), places.end());
        owners.insert(owners.end(), places.size(), path);
    }
    std::vector<PathSample> samples;
    const auto functions = functionsOf(owners);
    functions.front()->inPieces(std::int64_t(owners.size()), [&](std::int64_t first, std::int64_t size) {
        const auto piece = std::span(owners).subspan(std::size_t(first), std::size_t(size));
        piece.front()->input->progress.check();
        std::vector<at::Tensor> places, steps;
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const auto alpha
                = at::scalar_tensor(alphas[std::size_t(first) + i], at::kDouble).to(piece[i]->step.options());
            places.push_back(piece[i]->from + alpha * piece[i]->step);
            steps.push_back(piece[i]->step);
        }
        const auto [values, gradient]
            = ExplainedFunction::gradientTogether(functionsOf(piece), at::cat(places)); // (B), (B, L, E)
        const auto integrand = toDoubles((gradient.to(at::kDouble) * at::cat(steps).to(at::kDouble)).sum(-1)); // (B, L)
        const auto length = std::ptrdiff_t(integrand.size() / piece.size());
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const auto row = integrand.begin() + std::ptrdiff_t(i) * length;
            samples.push_back({ values[i], { row, row + length } });
        }
    });
    std::size_t next = 0;
    for (Path* path : paths) {
        const std::size_t count = path->integrator->places().size();
        path->integrator->take(std::span(samples).subspan(next, count));
        next += count;
    }
}

/// Integrates all paths, whose texts have one length. `afterRound` is called after each round of batches.
void integrate(std::vector<Path>& paths, const PathOptions& options, const std::function<void()>& afterRound)
{
    std::vector<Path*> open;
    for (Path& path : paths) {
        if (!at::equal(path.from, path.input->function.input()))
            open.push_back(&path);
    }
    if (open.empty())
        return;
    begin(open, options);
    while (true) {
        std::erase_if(open, [](const Path* path) { return path->integrator->done(); });
        if (open.empty())
            return;
        advance(open);
        afterRound();
    }
}

Path pathOf(const MethodInput& input, const at::Tensor& from)
{
    return { &input, from, input.function.input() - from, input.atInput, std::nullopt };
}

void publish(const Path& path, const PathIntegral& integral, double tolerance, Attribution& result)
{
    result.scores = integral.scores;
    result.certificate = certificateOf(integral, path.input->atInput, path.atBaseline, tolerance);
    result.path = { integral.alpha, integral.value };
}

void runSingles(std::span<const MethodInput> inputs, const std::vector<Baseline>& baselines, const PathOptions& options,
    std::span<Attribution> results)
{
    std::vector<Path> paths;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        paths.push_back(pathOf(inputs[i], baselines[i].words(0)));
    integrate(paths, options, [&] {
        int done = 0, expected = 0;
        for (std::size_t i = 0; i < paths.size(); ++i) {
            if (!paths[i].integrator)
                continue;
            done += paths[i].integrator->evaluations();
            expected += paths[i].integrator->forecast();
            if (const auto draft = paths[i].integrator->takeDraft()) {
                Attribution first = results[i];
                first.draft = true;
                publish(paths[i], *draft, options.tolerance, first);
                inputs[i].onDraft(first);
            }
        }
        inputs.front().progress.step(done, expected, "integrating");
    });
    for (std::size_t i = 0; i < inputs.size(); ++i)
        publish(paths[i], answerOf(paths[i]), options.tolerance, results[i]);
}

/// The mean over several baselines of one text.
void runSampled(const MethodInput& input, const Baseline& baseline, const PathOptions& options, Attribution& result)
{
    constexpr int together = 16; // paths in memory
    SampledCertificate samples(input.atInput, options.tolerance);
    for (int first = 0; first < baseline.count; first += together) {
        std::vector<Path> paths;
        for (int k = first; k < std::min(first + together, baseline.count); ++k)
            paths.push_back(pathOf(input, baseline.words(k)));
        input.progress.step(first, baseline.count, "integrating");
        integrate(paths, options, [&] { input.progress.check(); });
        for (const Path& path : paths)
            samples.add(answerOf(path), path.atBaseline);
    }
    result.scores = samples.scores();
    result.certificate = samples.certificate();
    result.provenance.warnings.push_back(samples.samplingRemark());
}

void run(std::span<const MethodInput> inputs, std::span<Attribution> results)
{
    const PathOptions options = pathOptions(inputs.front());
    std::vector<Baseline> baselines;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const MethodInput& input = inputs[i];
        baselines.push_back(resolveBaseline(input.model, input.encoding, input.function,
            input.parameters.text("baseline"), std::uint64_t(input.parameters.integer("seed")), input.progress));
        results[i].rule = input.parameters.text("rule");
        results[i].baseline = baselines[i].name;
    }
    if (baselines.front().count == 1) {
        runSingles(inputs, baselines, options, results);
    } else {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            runSampled(inputs[i], baselines[i], options, results[i]);
    }
    for (Attribution& result : results) {
        for (auto& remark : certificateRemarks(*result.certificate, result.scores, options.rule))
            result.provenance.warnings.push_back(std::move(remark));
    }
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
