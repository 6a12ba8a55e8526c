// SPDX-License-Identifier: GPL-3.0-or-later
// Many surgeries of a text are computed in one pass: each is a row of a batch. The first row is the unchanged model.
#include "core/maps/head_surgery.h"

#include "core/maps/head_replacement.h"
#include "core/models/layers/model.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {
namespace {

constexpr std::int64_t batchTokens = 4096; ///< of all rows of a batch together, to limit memory

using Operations = std::vector<std::vector<HeadReplacement>>;

/// One text of the corpus.
struct Case {
    Encoding encoding;
    int label = -1;
};

/// The effect of a surgery on each labelled text.
struct Account {
    std::vector<double> loss;
    long correct = 0;
    long flipped = 0;

    double meanLoss() const { return std::accumulate(loss.begin(), loss.end(), 0.0) / double(loss.size()); }
};

class Operation {
public:
    Operation(const LoadedModel& model, Operations operations, std::int64_t longest, std::uint64_t seed)
        : m_network(model.network())
        , m_operations(std::move(operations))
        , m_matrices(longest, seed)
    {
    }

    bool needsMeans() const
    {
        return std::any_of(m_operations.begin(), m_operations.end(), [](const auto& operation) {
            return std::any_of(
                operation.begin(), operation.end(), [](const HeadReplacement& one) { return one.by == "mean"; });
        });
    }

    void addToMeans(const Encoding& encoding)
    {
        const auto inputs = m_network.inputsFor(encoding);
        Trace trace;
        trace.wantAttention = true;
        m_network.logits(m_network.wordEmbeddings(inputs.ids), inputs, &trace);
        for (const auto& operation : m_operations) {
            for (const auto& one : operation) {
                if (one.by == "mean")
                    m_matrices.meanOf({ one.layer, one.head })
                        .add(trace.attention.at(std::size_t(one.layer))[0][one.head]);
            }
        }
    }

    /// The logits of the unchanged model, then those after each operation.
    std::vector<std::vector<double>> logits(const Encoding& encoding)
    {
        const auto inputs = m_network.inputsFor(encoding);
        const auto words = m_network.wordEmbeddings(inputs.ids); // (1, L, E)
        const auto total = std::int64_t(m_operations.size()) + 1;
        const auto rows = std::max<std::int64_t>(1, batchTokens / words.size(1));
        std::vector<std::vector<double>> result;
        for (std::int64_t begin = 0; begin < total; begin += rows) {
            const auto count = std::min(rows, total - begin);
            Trace trace;
            trace.change = [&](int layer, const at::Tensor& probabilities) {
                return changed(layer, probabilities, begin, inputs.mask);
            };
            const auto batch = m_network.logits(words.expand({ count, -1, -1 }).contiguous(), inputs, &trace); // (B, C)
            for (std::int64_t i = 0; i < count; ++i)
                result.push_back(toDoubles(batch[i]));
        }
        return result;
    }

private:
    /// Row b of `probabilities` (B, A, L, L) belongs to operation `begin` + b − 1.
    at::Tensor changed(int layer, const at::Tensor& probabilities, std::int64_t begin, const at::Tensor& mask)
    {
        auto result = probabilities;
        for (std::int64_t row = begin == 0 ? 1 : 0; row < probabilities.size(0); ++row) {
            for (const auto& one : m_operations[std::size_t(begin + row - 1)]) {
                if (one.layer != layer)
                    continue;
                if (result.is_same(probabilities))
                    result = probabilities.clone();
                result[row][one.head].copy_(m_matrices.matrix(one, probabilities.size(-1), mask));
            }
        }
        return result;
    }

    const TextModel& m_network;
    Operations m_operations;
    ReplacingMatrices m_matrices;
};

/// Cross-entropy of `label`.
double lossOf(const std::vector<double>& logits, int label)
{
    const double largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const double logit : logits)
        sum += std::exp(logit - largest);
    return std::log(sum) + largest - logits[std::size_t(label)];
}

int answerOf(const std::vector<double>& logits)
{
    return int(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

/// The encoded corpus. Texts that cannot be encoded are counted in `warnings`.
std::vector<Case> casesOf(const LoadedModel& model, const SurgeryQuestion& question, std::vector<std::string>& warnings,
    const Progress& progress)
{
    std::vector<Case> cases;
    long refused = 0, unknown = 0;
    const bool chooses = model.card().problem == Problem::SingleLabel;
    for (const auto& row : question.corpus) {
        try {
            cases.push_back({ encodeInput(model, { row.text, row.pair, question.maxTokens }, progress).encoding, -1 });
        } catch (const Refusal& refusal) {
            if (refusal.error().code == ErrorCode::BadArgument && refusal.error().subject == "max-length")
                throw;
            ++refused;
            continue;
        }
        cases.back().label = chooses && row.label ? classOf(*row.label, model.card().labels) : -1;
        unknown += row.label && cases.back().label < 0;
    }
    if (refused > 0)
        warnings.push_back(
            std::to_string(refused) + " texts of the corpus cannot be read by this model and were left out.");
    if (unknown > 0)
        warnings.push_back(std::to_string(unknown)
            + " texts have a label that no class of the model has; only their answers are compared.");
    return cases;
}

void check(const LoadedModel& model, const SurgeryQuestion& question)
{
    model.require("classify");
    model.require("attention");
    if (question.ablate.empty())
        throw Refusal(
            ErrorCode::BadArgument, "No head was named: give ablate, such as 0.0=uniform or all=uniform.", "ablate");
    if (!question.text && question.corpus.empty())
        throw Refusal(ErrorCode::BadArgument,
            "There is nothing to measure head surgery on: give a text, a corpus, or both.", "text");
}

CorpusOutcome outcomeOf(const Account& account)
{
    return { account.meanLoss(), wilson(account.correct, long(account.loss.size())) };
}

/// The change is computed text by text (paired), so that differences between texts do not increase its standard error.
void compare(Surgery& surgery, const Account& untouched, const Account& account)
{
    const double n = double(account.loss.size());
    surgery.outcome = outcomeOf(account);
    surgery.lossChange = account.meanLoss() - untouched.meanLoss();
    surgery.accuracyChange = double(account.correct - untouched.correct) / n;
    double squares = 0;
    for (std::size_t i = 0; i < account.loss.size(); ++i)
        squares += std::pow(account.loss[i] - untouched.loss[i] - surgery.lossChange, 2);
    surgery.lossChangeError = n > 1 ? std::sqrt(squares / (n - 1) / n) : std::nan("");
}

} // namespace

HeadSurgery headSurgery(const LoadedModel& model, const SurgeryQuestion& question, const Progress& progress)
{
    check(model, question);
    const at::NoGradGuard constant;
    HeadSurgery result;
    result.seed = question.seed;
    const auto operations = surgeriesFrom(question.ablate, model.config());
    for (const auto& operation : operations)
        result.surgeries.emplace_back().replacements = operation;

    std::vector<std::string> warnings;
    const auto cases = casesOf(model, question, warnings, progress);
    auto encoded = question.text ? encodeInput(model, *question.text, progress) : EncodedInput();
    std::size_t longest = encoded.encoding.size();
    for (const auto& one : cases)
        longest = std::max(longest, one.encoding.size());
    Operation operation(model, operations, std::int64_t(longest), std::uint64_t(question.seed));
    if (operation.needsMeans()) {
        if (cases.empty())
            throw Refusal(ErrorCode::BadArgument,
                "The mean of a head's attention is taken over a corpus: name a file of texts as input.", "input");
        for (std::size_t i = 0; i < cases.size(); ++i) {
            progress.step(int(i), int(cases.size()), "averaging");
            operation.addToMeans(cases[i].encoding);
        }
    }

    std::vector<Account> accounts(operations.size() + 1); // the unchanged model first
    for (std::size_t i = 0; i < cases.size(); ++i) {
        progress.step(int(i), int(cases.size()), "operating");
        const auto logits = operation.logits(cases[i].encoding);
        for (std::size_t row = 0; row < logits.size(); ++row) {
            accounts[row].flipped += answerOf(logits[row]) != answerOf(logits[0]);
            if (cases[i].label < 0)
                continue;
            accounts[row].loss.push_back(lossOf(logits[row], cases[i].label));
            accounts[row].correct += answerOf(logits[row]) == cases[i].label;
        }
    }
    result.texts = long(cases.size());
    result.labelled = long(accounts[0].loss.size());
    if (result.labelled > 0)
        result.untouched = outcomeOf(accounts[0]);
    for (std::size_t i = 0; i < operations.size(); ++i) {
        result.surgeries[i].flipped = accounts[i + 1].flipped;
        if (result.labelled > 0)
            compare(result.surgeries[i], accounts[0], accounts[i + 1]);
    }
    if (question.text) {
        auto logits = operation.logits(encoded.encoding);
        for (std::size_t i = 0; i < operations.size(); ++i)
            result.surgeries[i].logits = std::move(logits[i + 1]);
        result.prediction = predictionFrom(model, std::move(encoded), std::move(logits[0]));
        warnings.insert(warnings.end(), result.prediction->provenance.warnings.begin(),
            result.prediction->provenance.warnings.end());
    }
    result.provenance = model.provenance(std::move(warnings));
    return result;
}

} // namespace vitrine
