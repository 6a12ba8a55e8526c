// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/robustness/corpus_accuracy.h"

#include "core/robustness/moved_text.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

/// Was the text still right after a step of each size?
std::vector<bool> rightAfter(const MovedText& text, const at::Tensor& direction, const std::vector<double>& sizes,
    int label, const Progress& progress)
{
    const auto lengths = at::tensor(sizes, at::kDouble).to(direction.options()).view({ -1, 1, 1 });
    const auto answers = text.logitsAfter(lengths * direction, progress).argmax(-1); // (S)
    std::vector<bool> right;
    for (std::int64_t i = 0; i < answers.size(0); ++i)
        right.push_back(answers[i].item<std::int64_t>() == label);
    return right;
}

} // namespace

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
        const MovedText text(network,
            encodeInput(model, { given.text, given.pair, question.input ? question.input->maxTokens : 0 }).encoding,
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

} // namespace vitrine
