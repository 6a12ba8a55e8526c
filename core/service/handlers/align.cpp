// SPDX-License-Identifier: GPL-3.0-or-later
// Two texts, or one bare transport problem, to an alignment.
#include "core/attribution/attribution.h"
#include "core/io/corpus/corpus.h"
#include "core/io/files/input_file.h"
#include "core/runtime/error.h"
#include "core/service/handlers/handlers.h"
#include "core/service/handlers/word_parameters.h"
#include "core/transport/sinkhorn.h"
#include "core/words/alignment.h"
#include "core/words/problem_file.h"

#include <cmath>

namespace vitrine {
namespace {

constexpr std::uint64_t maxProblemBytes = std::uint64_t(1) << 30;

std::vector<ParamSpec> specs()
{
    std::vector<ParamSpec> all {
        { .name = "left", .title = "Left text", .kind = ParamKind::Text, .help = "the text whose words are carried" },
        { .name = "right", .title = "Right text", .kind = ParamKind::Text, .help = "the text they are carried to" },
    };
    for (auto& spec : wordParameters())
        all.push_back(std::move(spec));
    all.push_back(massParameter(true));
    all.push_back({ .name = "corpus",
        .title = "Corpus",
        .kind = ParamKind::Text,
        .help = "file of texts that document frequencies are counted in, for the mass idf",
        .role = ParamRole::OpenFile,
        .advanced = true });
    all.push_back({ .name = "solver",
        .title = "Solver",
        .kind = ParamKind::Choice,
        .defaultValue = "exact",
        .help = "whose plan is shown; the exact distance is always given",
        .choices = { { "exact", "Exact" }, { "sinkhorn", "Sinkhorn" } } });
    all.push_back({ .name = "regularisation",
        .title = "Regularisation",
        .kind = ParamKind::Real,
        .defaultValue = "0",
        .help = "weight of the entropy for Sinkhorn, in units of the cost; 0: 5 % of the median cost",
        .minimum = 0,
        .maximum = 1e12,
        .advanced = true });
    all.push_back({ .name = "max-pivots",
        .title = "Most pivots",
        .kind = ParamKind::Integer,
        .defaultValue = "0",
        .help = "stop the exact solver after so many pivots; 0: never",
        .minimum = 0,
        .maximum = 1e15,
        .advanced = true });
    all.push_back({ .name = "problem",
        .title = "Problem",
        .kind = ParamKind::Text,
        .help = "a JSON file with left_mass, right_mass and cost, instead of two texts",
        .role = ParamRole::OpenFile });
    all.push_back({ .name = "totals",
        .title = "Unequal totals",
        .kind = ParamKind::Choice,
        .defaultValue = "refuse",
        .help = "when the masses of a problem have different totals",
        .choices = { { "refuse", "Refuse" }, { "rescale", "Rescale the right side" } } });
    return all;
}

long long pivotLimit(const Parameters& parameters)
{
    const long long most = parameters.integer("max-pivots");
    return most == 0 ? std::numeric_limits<long long>::max() : most;
}

Alignment alignProblem(const Call& call, const Parameters& parameters)
{
    const InputFile file(parameters.text("problem"));
    const ProblemNumbers numbers
        = readProblem(file.readAll(maxProblemBytes, call.progress), file.name(), call.progress);
    SimplexOptions options;
    options.maxPivots = pivotLimit(parameters);
    options.totals = parameters.text("totals") == "rescale" ? UnequalTotals::Rescale : UnequalTotals::Refuse;
    Alignment alignment = alignMasses(numbers.problem(), options, call.progress);
    alignment.provenance.engine = call.session.stamp();
    return alignment;
}

// |Σ score| over each word's tokens.
std::vector<double> attributionMasses(
    const LoadedModel& model, const WordSequence& sequence, const Parameters& parameters, const Progress& progress)
{
    const Attribution attribution = attribute(model,
        { { sequence.text, std::nullopt, int(parameters.integer("max-length")) }, "integrated-gradients", {} },
        progress);
    std::vector<double> masses;
    for (const WordOccurrence& word : sequence.words) {
        double score = 0;
        for (const int token : word.tokens)
            score += attribution.scores.at(std::size_t(token));
        masses.push_back(std::abs(score));
    }
    return masses;
}

Alignment alignWords(const Call& call, const Parameters& parameters)
{
    const std::string& mass = parameters.text("mass");
    if (mass == "attribution" && !parameters.text("vectors").empty())
        throw Refusal(ErrorCode::BadArgument,
            "Attribution scores weigh the words of a model, not those of a vector file: leave out vectors.", "mass");
    if (mass == "idf" && parameters.text("corpus").empty())
        throw Refusal(ErrorCode::BadArgument, "The mass idf counts words in a corpus: name a file of texts.", "corpus");

    std::vector<std::string> all { parameters.text("left"), parameters.text("right") };
    if (mass == "idf") {
        for (const CorpusRow& row : readCorpus(parameters.text("corpus"), call.progress).rows)
            all.push_back(row.text);
    }
    WordTexts texts = wordsOf(call, parameters, all);
    const DocumentFrequencies frequencies({ texts.texts.begin() + 2, texts.texts.end() });
    AlignmentOptions options { massKind(parameters), costKind(parameters), &frequencies, {}, {},
        pivotLimit(parameters) };
    if (mass == "attribution") {
        const auto model = call.session.model(parameters.text("model"), call.progress);
        options.leftGiven = attributionMasses(*model, texts.texts[0], parameters, call.progress);
        options.rightGiven = attributionMasses(*model, texts.texts[1], parameters, call.progress);
    }
    Alignment alignment = alignTexts(texts, options, call.progress);
    alignment.massKind = mass;
    alignment.costKind = parameters.text("cost");
    alignment.provenance = wordProvenance(call, parameters, std::move(alignment.provenance.warnings));
    return alignment;
}

void approximate(Alignment& alignment, const Call& call, const Parameters& parameters)
{
    if (alignment.cost.empty())
        throw Refusal(ErrorCode::TooLarge,
            "Sinkhorn's plan of a problem with more than 4,000,000 costs cannot be shown: use the exact solver.",
            "solver");
    std::vector<double> cost;
    for (const auto& row : alignment.cost)
        cost.insert(cost.end(), row.begin(), row.end());
    SinkhornOptions options;
    if (parameters.real("regularisation") > 0)
        options.regularisation = parameters.real("regularisation");
    options.device = alignment.provenance.engine.device;
    const SinkhornSolution solution
        = sinkhorn({ { alignment.left.mass, alignment.right.mass, cost } }, options, call.progress).front();
    showPlan(alignment, solution.plan);
    alignment.solver = "sinkhorn";
    alignment.sinkhorn = SinkhornNote { solution.regularisation, solution.cost, solution.cost - alignment.exact,
        solution.marginalError, solution.iterations, solution.converged };
    if (!solution.converged)
        alignment.provenance.warnings.push_back("Sinkhorn's method did not settle in "
            + std::to_string(solution.iterations) + " iterations: use more regularisation.");
}

AnyDocument run(const Call& call)
{
    const Parameters parameters(specs(), call.values);
    Alignment alignment
        = parameters.text("problem").empty() ? alignWords(call, parameters) : alignProblem(call, parameters);
    if (parameters.text("solver") == "sinkhorn")
        approximate(alignment, call, parameters);
    return alignment;
}

} // namespace

Handler alignHandler()
{
    return { { "align", "Align",
                 "How the words of one text are carried onto those of another: exact optimal transport with its proof.",
                 false, specs() },
        run };
}

} // namespace vitrine
