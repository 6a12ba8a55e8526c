// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/synthesized_scores.h"

#include "core/models/layers/model.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

/// relu(W₁ x + b₁) for each head: (B, Lq, H) → (B, A, Lq, H).
at::Tensor hiddenOf(const at::Tensor& queries, const at::Tensor& inner, const at::Tensor& bias)
{
    return at::relu(at::matmul(queries.unsqueeze(1), inner.transpose(1, 2)) + bias.unsqueeze(1));
}

/// (B, A, Lq, in) → (B, A, Lq, out).
at::Tensor projected(const at::Tensor& hidden, const at::Tensor& outer, const at::Tensor& bias)
{
    return at::matmul(hidden, outer.transpose(1, 2)) + bias.unsqueeze(1);
}

at::Tensor forBatch(const at::Tensor& scores, std::int64_t batch) // (A, Lq, L) → (B, A, Lq, L)
{
    return scores.unsqueeze(0).expand({ batch, -1, -1, -1 });
}

constexpr InitialValues zeros { InitialValues::Kind::Zero };
// Deviation 1 is what a product of two unit-variance vectors over √D has: rows differ from the start, which Fixed needs
// for good.
constexpr InitialValues normal { InitialValues::Kind::Normal, 1 };
constexpr InitialValues frozen { InitialValues::Kind::Normal, 1, true };

AttentionScores readDot(const ScorePlan& plan, WeightReader& weights)
{
    return DotProductScores { weights.linear(plan.place + "query", plan.width, plan.width),
        weights.linear(plan.place + "key", plan.width, plan.width), int(plan.heads) };
}

AttentionScores readDense(const ScorePlan& plan, WeightReader& weights)
{
    const auto name = plan.place + "scores.dense.";
    return DenseScores { weights.take(name + "inner.weight", { plan.heads, plan.width, plan.width }),
        weights.take(name + "inner.bias", { plan.heads, plan.width }, zeros),
        weights.take(name + "outer.weight", { plan.heads, plan.longest, plan.width }),
        weights.take(name + "outer.bias", { plan.heads, plan.longest }, zeros) };
}

AttentionScores readSharedDense(const ScorePlan& plan, WeightReader& weights)
{
    const auto name = plan.place + "scores.dense_shared.";
    return SharedDenseScores { weights.take(name + "query.weight", { plan.width, plan.width }),
        weights.take(name + "outer.weight", { plan.heads, plan.longest, plan.headWidth() }) };
}

AttentionScores readRandom(const ScorePlan& plan, WeightReader& weights)
{
    return RandomScores { weights.take(
        plan.place + "scores.random", { plan.heads, plan.longest, plan.longest }, normal) };
}

AttentionScores readFixed(const ScorePlan& plan, WeightReader& weights)
{
    return RandomScores { weights.take(
        plan.place + "scores.fixed", { plan.heads, plan.longest, plan.longest }, frozen) };
}

AttentionScores readFactorizedRandom(const ScorePlan& plan, WeightReader& weights)
{
    const auto name = plan.place + "scores.factorized_random.";
    const InitialValues start { InitialValues::Kind::Normal,
        std::pow(double(plan.rank), -0.25) }; // so that the product has deviation 1
    const std::vector<std::int64_t> shape { plan.heads, plan.longest, plan.rank };
    return FactorizedRandomScores { weights.take(name + "left", shape, start),
        weights.take(name + "right", shape, start) };
}

AttentionScores readFactorizedDense(const ScorePlan& plan, WeightReader& weights, bool tiled)
{
    const auto name = plan.place + (tiled ? "scores.factorized_dense_tiled." : "scores.factorized_dense.");
    const InitialValues start { InitialValues::Kind::Normal, 0.1 }; // two factors near 0 would hold each other there
    return FactorizedDenseScores { weights.take(name + "inner.weight", { plan.heads, plan.width, plan.width }),
        weights.take(name + "inner.bias", { plan.heads, plan.width }, zeros),
        weights.take(name + "outer_a.weight", { plan.heads, plan.outer, plan.width }, start),
        weights.take(name + "outer_a.bias", { plan.heads, plan.outer }, zeros),
        weights.take(name + "outer_b.weight", { plan.heads, plan.inner, plan.width }, start),
        weights.take(name + "outer_b.bias", { plan.heads, plan.inner }, zeros), tiled };
}

AttentionScores readKronecker(const ScorePlan& plan, WeightReader& weights)
{
    return readFactorizedDense(plan, weights, false);
}
AttentionScores readTiled(const ScorePlan& plan, WeightReader& weights)
{
    return readFactorizedDense(plan, weights, true);
}

std::int64_t dotParameters(const ScorePlan& plan) { return 2 * plan.width * plan.width; }
std::int64_t denseParameters(const ScorePlan& plan)
{
    return plan.heads * (plan.width * plan.width + plan.width * plan.longest);
}
std::int64_t sharedDenseParameters(const ScorePlan& plan)
{
    return plan.width * plan.width + plan.heads * plan.headWidth() * plan.longest;
}
std::int64_t randomParameters(const ScorePlan& plan) { return plan.heads * plan.longest * plan.longest; }
std::int64_t noParameters(const ScorePlan&) { return 0; }
std::int64_t factorizedRandomParameters(const ScorePlan& plan) { return plan.heads * 2 * plan.longest * plan.rank; }
std::int64_t factorizedDenseParameters(const ScorePlan& plan)
{
    return plan.heads * (plan.width * plan.width + plan.width * (plan.outer + plan.inner));
}

/// Σ α_i S_i, α = softmax(logits).
struct MixedScores {
    std::vector<AttentionScores> parts;
    at::Tensor logits; ///< (parts)

    at::Tensor operator()(const at::Tensor& queries, const at::Tensor& x) const
    {
        const auto weights = at::softmax(logits, 0);
        at::Tensor mixed;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto part = weights[std::int64_t(i)] * parts[i](queries, x); // (B, A, Lq, L)
            mixed = mixed.defined() ? mixed + part : part;
        }
        return mixed;
    }
};

} // namespace

const std::vector<ScoreKind>& scoreKinds()
{
    static const std::vector<ScoreKind> kinds {
        { "dot", "Dot product", "row i: token i with every other", readDot, dotParameters },
        { "dense", "Dense", "row i: token i alone", readDense, denseParameters },
        { "dense-shared", "Dense, shared query", "row i: token i alone", readSharedDense, sharedDenseParameters },
        { "random", "Random", "no token: learnt, the same for every text", readRandom, randomParameters },
        { "fixed", "Fixed random", "no token: drawn once, the same for every text", readFixed, noParameters },
        { "factorized-random", "Factorized random", "no token: learnt at low rank, the same for every text",
            readFactorizedRandom, factorizedRandomParameters },
        { "factorized-dense", "Factorized dense", "row i: token i alone, through two short vectors", readKronecker,
            factorizedDenseParameters },
        { "factorized-dense-tiled", "Factorized dense, tiled", "row i: token i alone; columns repeat", readTiled,
            factorizedDenseParameters },
    };
    return kinds;
}

std::vector<const ScoreKind*> scoreKindsOf(std::string_view name, ErrorCode code)
{
    std::vector<const ScoreKind*> found;
    for (std::size_t at = 0; at <= name.size();) {
        const auto plus = std::min(name.find('+', at), name.size());
        const auto id = name.substr(at, plus - at);
        const auto kind = std::find_if(
            scoreKinds().begin(), scoreKinds().end(), [id](const ScoreKind& row) { return row.id == id; });
        if (kind == scoreKinds().end()) {
            std::string known;
            for (const auto& row : scoreKinds())
                known += (known.empty() ? "" : ", ") + row.id;
            throw Refusal(code,
                "There are no attention scores \"" + shown(id) + "\"; there are " + known
                    + ", and mixtures such as random+dot.",
                "attention_scores");
        }
        if (std::find(found.begin(), found.end(), &*kind) != found.end())
            throw Refusal(code, "The mixture \"" + shown(name) + "\" names " + kind->id + " twice; name each once.",
                "attention_scores");
        found.push_back(&*kind);
        at = plus + 1;
    }
    return found;
}

AttentionScores readScores(std::string_view name, const ScorePlan& plan, WeightReader& weights)
{
    const auto kinds = scoreKindsOf(name, ErrorCode::UnsupportedFamily);
    if (kinds.size() == 1)
        return kinds.front()->read(plan, weights);
    MixedScores mixed;
    for (const auto* kind : kinds)
        mixed.parts.push_back(kind->read(plan, weights));
    mixed.logits = weights.take(plan.place + "scores.mixture", { std::int64_t(kinds.size()) }, zeros);
    return mixed;
}

std::vector<double> mixtureWeights(const AttentionScores& scores)
{
    const auto* mixed = scores.target<MixedScores>();
    return mixed ? toDoubles(at::softmax(mixed->logits, 0)) : std::vector<double> { 1 };
}

at::Tensor DenseScores::operator()(const at::Tensor& queries, const at::Tensor& x) const
{
    const auto length = x.size(1);
    return projected(hiddenOf(queries, inner, innerBias), outer.narrow(1, 0, length),
        outerBias.narrow(1, 0, length)); // (B, A, Lq, L)
}

at::Tensor SharedDenseScores::operator()(const at::Tensor& queries, const at::Tensor& x) const
{
    const auto hidden = at::relu(splitHeads(at::linear(queries, query), int(outer.size(0)))); // (B, A, Lq, D)
    return at::matmul(hidden, outer.narrow(1, 0, x.size(1)).transpose(1, 2)); // (B, A, Lq, L)
}

at::Tensor RandomScores::operator()(const at::Tensor& queries, const at::Tensor& x) const
{
    return forBatch(scores.narrow(1, 0, queries.size(1)).narrow(2, 0, x.size(1)), x.size(0));
}

at::Tensor FactorizedRandomScores::operator()(const at::Tensor& queries, const at::Tensor& x) const
{
    return forBatch(
        at::matmul(left.narrow(1, 0, queries.size(1)), right.narrow(1, 0, x.size(1)).transpose(1, 2)), x.size(0));
}

at::Tensor FactorizedDenseScores::operator()(const at::Tensor& queries, const at::Tensor& x) const
{
    const auto hidden = hiddenOf(queries, inner, innerBias);
    const auto a = projected(hidden, outerA, biasA),
               c = projected(hidden, outerB, biasB); // (B, A, Lq, a), (B, A, Lq, b)
    const auto spread
        = tiled ? a.repeat({ 1, 1, 1, c.size(-1) }) : a.repeat_interleave(c.size(-1), -1); // (B, A, Lq, N)
    return (spread * c.repeat({ 1, 1, 1, a.size(-1) })).narrow(-1, 0, x.size(1)); // (B, A, Lq, L)
}

} // namespace vitrine
