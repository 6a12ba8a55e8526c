// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/alignment.h"

#include "core/transport/transport_problem.h"
#include "core/words/word_costs.h"

#include <algorithm>
#include <numeric>

namespace vitrine {
namespace {

// Everything that a problem alone, without words, tells.
Alignment solved(const TransportProblem& problem, const TransportSolution& solution)
{
    Alignment alignment;
    const TransportProof proof = proofOf(problem, solution);
    alignment.certificate = { solution.dualLeft, solution.dualRight, proof.dualValue, proof.gap,
        proof.dualInfeasibility, proof.marginalError, solution.pivots,
        solution.status == TransportStatus::Optimal ? "optimal" : "iteration-limit" };
    alignment.solver = "exact";
    alignment.distance = alignment.exact = solution.cost;
    const RelaxedBounds relaxed = relaxedBounds(problem);
    alignment.bounds
        = { std::nullopt, relaxed.left, relaxed.right, std::max(relaxed.left, relaxed.right), std::nullopt };
    alignment.left.mass.assign(problem.left.begin(), problem.left.end());
    alignment.right.mass.assign(problem.right.begin(), problem.right.end());
    alignment.left.contribution.resize(problem.rows());
    alignment.right.contribution.resize(problem.columns());
    for (const PlanEntry& entry : solution.plan) {
        const double cost = problem.costRow(std::size_t(entry.left))[entry.right];
        alignment.flows.push_back({ entry.left, entry.right, entry.mass, cost });
        alignment.left.contribution[std::size_t(entry.left)] += entry.mass * cost;
        alignment.right.contribution[std::size_t(entry.right)] += entry.mass * cost;
    }
    if (problem.cost.size() > maxPrintedCosts) {
        alignment.provenance.warnings.push_back("The problem has " + std::to_string(problem.cost.size())
            + " costs: the matrices of costs and plan are left out, flows holds the plan.");
        return alignment;
    }
    for (std::size_t i = 0; i < problem.rows(); ++i)
        alignment.cost.emplace_back(problem.costRow(i), problem.costRow(i) + problem.columns());
    alignment.plan.assign(problem.rows(), std::vector<double>(problem.columns(), 0.0));
    for (const PlanEntry& entry : solution.plan)
        alignment.plan[std::size_t(entry.left)][std::size_t(entry.right)] = entry.mass;
    return alignment;
}

void describeSide(AlignmentSide& side, const WordSequence& sequence, const WordBag& bag, const WordSpace& space,
    const std::vector<double>& gradient)
{
    side.text = sequence.text;
    side.unknown = sequence.unknown;
    side.encoding = sequence.encoding;
    const int width = space.note.width;
    for (std::size_t i = 0; i < bag.size(); ++i) {
        const auto& first = sequence.words[std::size_t(bag.occurrences[i].front())];
        side.tokens.push_back(first.shown);
        side.offsets.push_back(first.place);
        side.counts.push_back(int(bag.occurrences[i].size()));
        auto& places = side.places.emplace_back();
        auto& tokens = side.tokenIndices.emplace_back();
        for (const int k : bag.occurrences[i]) {
            const WordOccurrence& word = sequence.words[std::size_t(k)];
            places.push_back(word.place);
            tokens.insert(tokens.end(), word.tokens.begin(), word.tokens.end());
        }
        const double* slope = gradient.data() + i * std::size_t(width);
        const double* vector = space.row(bag.vector[i]);
        side.derivative.push_back(normOf(slope, width));
        side.derivativeTimesInput.push_back(std::inner_product(slope, slope + width, vector, 0.0));
    }
}

WordBag sideOf(const WordTexts& texts, std::size_t index, const AlignmentOptions& options)
{
    const std::vector<double>& given = index == 0 ? options.leftGiven : options.rightGiven;
    WordBag bag = bagOf(texts.texts.at(index), texts.space, { options.mass, options.cost, options.frequencies, given });
    requireWords(texts.texts[index], bag, index == 0 ? "left" : "right");
    return bag;
}

} // namespace

std::string measureName(CostKind cost, MassKind mass)
{
    if (cost == CostKind::Cosine)
        return mass == MassKind::Norm ? "wrd" : "emd";
    return mass == MassKind::Uniform || mass == MassKind::Frequency ? "wmd" : "emd";
}

Alignment alignTexts(const WordTexts& texts, const AlignmentOptions& options, const Progress& progress)
{
    checkVectors(texts.space);
    const WordBag left = sideOf(texts, 0, options);
    const WordBag right = sideOf(texts, 1, options);
    const std::vector<double> costs = wordCosts(options.cost, texts.space, left, right);
    const TransportProblem problem { left.mass, right.mass, costs };
    const TransportSolution solution
        = TransportSimplex().solve(problem, { options.maxPivots, UnequalTotals::Rescale }, progress);
    const WordGradients gradients = wordGradients(texts.space, left, right, solution, options.cost, options.mass);

    Alignment alignment = solved(problem, solution);
    alignment.measure = measureName(options.cost, options.mass);
    alignment.vectors = texts.space.note;
    const double centroid = centroidBound(options.cost, texts.space, left, right);
    (options.cost == CostKind::Cosine ? alignment.bounds.su : alignment.bounds.centroid) = centroid;
    describeSide(alignment.left, texts.texts[0], left, texts.space, gradients.left);
    describeSide(alignment.right, texts.texts[1], right, texts.space, gradients.right);
    alignment.provenance.warnings.insert(
        alignment.provenance.warnings.end(), texts.warnings.begin(), texts.warnings.end());
    return alignment;
}

void showPlan(Alignment& alignment, const std::vector<double>& plan)
{
    const std::size_t columns = alignment.right.mass.size();
    const double total = std::accumulate(alignment.left.mass.begin(), alignment.left.mass.end(), 0.0);
    alignment.distance = 0;
    alignment.flows.clear();
    std::fill(alignment.left.contribution.begin(), alignment.left.contribution.end(), 0.0);
    std::fill(alignment.right.contribution.begin(), alignment.right.contribution.end(), 0.0);
    for (std::size_t i = 0; i < alignment.left.mass.size(); ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            const double mass = alignment.plan[i][j] = plan[i * columns + j];
            const double share = mass * alignment.cost[i][j];
            alignment.distance += share;
            alignment.left.contribution[i] += share;
            alignment.right.contribution[j] += share;
            if (mass > 1e-6 * total)
                alignment.flows.push_back({ int(i), int(j), mass, alignment.cost[i][j] });
        }
    }
}

Alignment alignMasses(const TransportProblem& problem, const SimplexOptions& options, const Progress& progress)
{
    const TransportSolution solution = TransportSimplex().solve(problem, options, progress);
    const double leftTotal = std::accumulate(problem.left.begin(), problem.left.end(), 0.0);
    const double rightTotal = std::accumulate(problem.right.begin(), problem.right.end(), 0.0);
    std::vector<double> right(problem.right.begin(), problem.right.end());
    for (double& mass : right)
        mass *= leftTotal / rightTotal;
    Alignment alignment = solved({ problem.left, right, problem.cost }, solution);
    alignment.measure = "emd";
    alignment.costKind = alignment.massKind = "given";
    alignment.vectors.source = "none";
    return alignment;
}

} // namespace vitrine
