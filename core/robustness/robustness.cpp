// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/robustness/robustness.h"

#include "core/robustness/perturbed_text.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine {
namespace {

void refuse(const std::string& sentence, const std::string& subject)
{
    throw Refusal(ErrorCode::BadArgument, sentence, subject);
}

/// 0 and the requested sizes, ascending.
std::vector<double> checkedSizes(const RobustnessQuestion& question)
{
    std::vector<double> sizes { 0 };
    for (const double size : question.sizes) {
        if (!std::isfinite(size) || size < 0)
            refuse("The step sizes hold a number that is no length; give lengths of 0 or more.", "sizes");
        sizes.push_back(size);
    }
    std::sort(sizes.begin(), sizes.end());
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    return sizes;
}

void check(const LoadedModel& model, const RobustnessQuestion& question)
{
    model.require("classify");
    if (!question.input && question.corpus.empty())
        refuse("Nothing is asked: give a text, or a file of labelled texts.", "text");
    if (model.card().problem != Problem::SingleLabel || model.network().classes() < 2)
        refuse("This model does not choose one of several labels, so there is no answer that a step could change.",
            "model");
    for (const auto& method : question.methods) {
        if (method != "fgm" && method != "vat" && method != "random")
            refuse("There is no direction \"" + method + "\"; there are fgm, vat and random.", "methods");
    }
    if (!std::isfinite(question.size) || question.size <= 0)
        refuse("The step size must be a length above 0.", "size");
}

SensitivityStep stepFrom(double size, const at::Tensor& logits, int label)
{
    const auto p = at::log_softmax(logits, -1); // (C)
    return { size, toDoubles(p.exp()), -p[label].item<double>() };
}

/// Analyses one text; sizes begin with 0.
class TextAnalysis {
public:
    TextAnalysis(const PerturbedText& text, const RobustnessQuestion& question, const std::vector<double>& sizes,
        int label, const Progress& progress)
        : m_text(text)
        , m_question(question)
        , m_sizes(sizes)
        , m_label(label)
        , m_progress(progress)
        , m_clean(text.clean().to(at::TensorOptions(at::kCPU).dtype(at::kDouble))) // (1, C)
        , m_random(text.randomDirections(question.directions, std::uint64_t(question.seed)))
    {
    }

    void run(Robustness& result)
    {
        m_progress.step(0, 3, "drawing directions");
        const auto random = divergences(m_question.size * m_random); // (R)
        m_progress.step(1, 3, "searching directions");
        for (const auto& method : m_question.methods) {
            if (method == "random")
                continue;
            const auto found = m_text.direction(method, m_label, search());
            const double divergence = divergences(m_question.size * found.direction)[0].item<double>();
            result.sensitivities.push_back({ method,
                toDoubles(at::linalg_vector_norm(found.direction, 2, at::IntArrayRef { -1 })), found.gradientNorm,
                divergence, random.lt(divergence).to(at::kDouble).mean().item<double>(), m_question.directions });
            result.curves.push_back(curve(method, found.direction));
        }
        m_progress.step(2, 3, "following directions");
        result.curves.push_back(randomCurve());
        m_progress.step(3, 3, "following directions");
    }

private:
    DirectionSearch search() const
    {
        DirectionSearch search { { m_question.xi, m_question.iterations }, m_question.size,
            m_text.randomDirections(1, std::uint64_t(m_question.seed) + 1) };
        if (m_question.start.empty())
            return search;
        const auto& x = m_text.embedded();
        if (std::int64_t(m_question.start.size()) != x.numel())
            refuse("The start of the search has " + std::to_string(m_question.start.size())
                    + " numbers, the text's embeddings " + std::to_string(x.numel()) + ".",
                "start");
        search.start = at::tensor(m_question.start, at::kDouble).view(x.sizes()).to(x.options());
        return search;
    }

    at::Tensor divergences(const at::Tensor& steps) const // (N)
    {
        const auto moved = m_text.logitsAfter(steps, m_progress);
        return sampleDivergences(m_clean.expand_as(moved), moved);
    }

    at::Tensor along(const at::Tensor& direction, const std::vector<double>& sizes) const // (S, C)
    {
        return m_text.logitsAfter(
            at::tensor(sizes, at::kDouble).to(direction.options()).view({ -1, 1, 1 }) * direction, m_progress);
    }

    bool flipped(const at::Tensor& logits) const
    {
        return logits.argmax().item<std::int64_t>() != m_clean.argmax().item<std::int64_t>();
    }

    SensitivityCurve curve(const std::string& method, const at::Tensor& direction) const
    {
        SensitivityCurve result { method, {}, flipSize(direction) };
        const auto logits = along(direction, m_sizes);
        for (std::size_t i = 0; i < m_sizes.size(); ++i)
            result.steps.push_back(stepFrom(m_sizes[i], logits[std::int64_t(i)], m_label));
        return result;
    }

    /// The length at which the predicted label first changes: found on an even grid up to the largest size, then by
    /// bisection to a millionth of that size.
    double flipSize(const at::Tensor& direction) const
    {
        constexpr int cells = 64;
        const double largest = m_sizes.back();
        std::vector<double> grid;
        for (int i = 0; i <= cells; ++i)
            grid.push_back(largest * i / cells);
        const auto logits = along(direction, grid);
        for (int i = 1; i <= cells; ++i) {
            if (!flipped(logits[i]))
                continue;
            double below = grid[std::size_t(i - 1)];
            double above = grid[std::size_t(i)];
            while (above - below > 1e-6 * largest) {
                const double middle = (below + above) / 2;
                (flipped(along(direction, { middle })) ? above : below) = middle;
            }
            return above;
        }
        return std::numeric_limits<double>::quiet_NaN();
    }

    SensitivityCurve randomCurve() const
    {
        SensitivityCurve result { "random", {}, std::numeric_limits<double>::quiet_NaN() };
        for (const double size : m_sizes) {
            const auto p = at::log_softmax(m_text.logitsAfter(size * m_random, m_progress), -1); // (R, C)
            const auto mean = p.exp().mean(0); // (C)
            result.steps.push_back({ size, toDoubles(mean), -p.select(1, m_label).mean().item<double>() });
            if (std::isnan(result.flipsAt) && flipped(mean))
                result.flipsAt = size;
        }
        return result;
    }

    const PerturbedText& m_text;
    const RobustnessQuestion& m_question;
    const std::vector<double>& m_sizes;
    int m_label;
    const Progress& m_progress;
    at::Tensor m_clean; // (1, C)
    at::Tensor m_random; // (R, L, E)
};

void analyse(const LoadedModel& model, const RobustnessQuestion& question, const std::vector<double>& sizes,
    const Progress& progress, Robustness& result)
{
    auto encoded = encodeInput(model, *question.input, progress);
    result.provenance.warnings = encoded.warnings;
    result.encoding = encoded.encoding;
    const PerturbedText text(model.network(), result.encoding, question.special);
    result.prediction = predictionFrom(model, std::move(encoded), toDoubles(text.clean()));
    if (result.prediction.labelIndex < 0)
        throw Refusal(ErrorCode::MalformedFile,
            "The model gives no answer to this text (its logits are not finite), so nothing can change it.", "text");
    if (!text.canMove())
        refuse("All tokens of this text are special ones; give a text with words, or allow --special.", "text");
    result.label
        = question.label.empty() ? result.prediction.labelIndex : classOf(question.label, result.prediction.labels);
    if (result.label < 0)
        refuse("There is no label \"" + question.label + "\"; give one of the model's labels, or an index from 0 to "
                + std::to_string(result.prediction.labels.size() - 1) + ".",
            "label");
    result.embeddingNorm
        = at::linalg_vector_norm(text.embedded().to(at::kDouble), 2, at::IntArrayRef { -1 }).mean().item<double>();
    TextAnalysis(text, question, sizes, result.label, progress).run(result);
}

/// For each size: is the text still classified correctly after the step?
std::vector<bool> rightAfter(const PerturbedText& text, const at::Tensor& direction, const std::vector<double>& sizes,
    int label, const Progress& progress)
{
    const auto lengths = at::tensor(sizes, at::kDouble).to(direction.options()).view({ -1, 1, 1 });
    const auto answers = text.logitsAfter(lengths * direction, progress).argmax(-1); // (S)
    std::vector<bool> right;
    for (std::int64_t i = 0; i < answers.size(0); ++i)
        right.push_back(answers[i].item<std::int64_t>() == label);
    return right;
}

/// Fills in accuracies, rows, and a warning about rows that are not counted because they have no label or an unknown
/// one.
void measureCorpus(const LoadedModel& model, const RobustnessQuestion& question, const std::vector<double>& sizes,
    const Progress& progress, Robustness& result)
{
    const auto& network = model.network();
    const auto& labels = model.card().labels;
    std::vector<std::vector<long>> right(question.methods.size(), std::vector<long>(sizes.size(), 0));
    long unusable = 0;
    for (std::size_t row = 0; row < question.corpus.size(); ++row) {
        progress.step(int(row), int(question.corpus.size()), "moving texts");
        const auto& given = question.corpus[row];
        const int label = given.label ? classOf(*given.label, labels) : -1;
        if (label < 0) {
            ++unusable;
            continue;
        }
        const PerturbedText text(network,
            encodeInput(model, { given.text, given.pair, question.input ? question.input->maxTokens : 0 }, progress)
                .encoding,
            question.special);
        const DirectionSearch search { { question.xi, question.iterations }, question.size,
            text.randomDirections(1, std::uint64_t(question.seed) + (row << 20)) };
        for (std::size_t i = 0; i < question.methods.size(); ++i) {
            const auto still = rightAfter(
                text, text.direction(question.methods[i], label, search).direction, sizes, label, progress);
            for (std::size_t k = 0; k < sizes.size(); ++k)
                right[i][k] += still[k];
        }
        ++result.rows;
    }
    if (result.rows == 0)
        throw Refusal(ErrorCode::BadArgument,
            "None of the " + std::to_string(question.corpus.size()) + " texts has a label that is one of the model's.",
            "input");
    if (unusable > 0)
        result.provenance.warnings.push_back(std::to_string(unusable)
            + " texts have no label, or one that no class of the model has; they are not counted.");
    for (std::size_t i = 0; i < question.methods.size(); ++i) {
        for (std::size_t k = 0; k < sizes.size(); ++k)
            result.accuracies.push_back({ question.methods[i], sizes[k], wilson(right[i][k], result.rows) });
    }
}

} // namespace

Robustness robustness(const LoadedModel& model, const RobustnessQuestion& question, const Progress& progress)
{
    check(model, question);
    const auto sizes = checkedSizes(question);
    const at::NoGradGuard constant; // the search for directions turns gradients on where it needs them
    Robustness result;
    result.provenance = model.provenance();
    result.size = question.size;
    if (question.input)
        analyse(model, question, sizes, progress, result);
    if (!question.corpus.empty())
        measureCorpus(model, question, sizes, progress, result);
    return result;
}

} // namespace vitrine
