// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_state.h"

#include "core/models/runtime/memory.h"
#include "core/models/runtime/random_state.h"
#include "core/training/evaluation.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace vitrine {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The first `length` tokens of a text.
EncodedText beginningOf(const EncodedText& text, std::int64_t length, bool labelled = true)
{
    EncodedText beginning = text;
    for (auto* tensor : { &beginning.inputs.ids, &beginning.inputs.segments, &beginning.inputs.positions }) {
        if (tensor->defined())
            *tensor = tensor->narrow(1, 0, length);
    }
    beginning.special.resize(std::size_t(length));
    beginning.label = labelled ? text.label : -1;
    return beginning;
}

/// Memory of a step whose texts are all as long as the longest one.
std::int64_t forecastBytes(const TrainingState& state)
{
    const auto& longest = *std::max_element(
        state.train.begin(), state.train.end(), [](const auto& a, const auto& b) { return a.length() < b.length(); });
    const Pass pass = [&](std::int64_t batch, std::int64_t length) {
        const std::vector<EncodedText> texts { beginningOf(longest, length) };
        auto loss = state.lossOf(texts, std::vector<std::size_t>(std::size_t(batch))).loss;
        if (!state.unlabelled.empty()) {
            const std::vector<EncodedText> more { beginningOf(longest, length, false) };
            loss = loss + state.lossOf(more, std::vector<std::size_t>(std::size_t(batch))).loss;
        }
        state.gradientsOf(loss);
    };
    const auto batch = std::size_t(state.settings.integer("batch"));
    return forecastBatchBytes(pass, std::int64_t(std::min(batch, state.train.size())), longest.length());
}

/// Seconds of all steps, from eight typical ones.
double forecastSteps(TrainingState& state, const Progress& progress)
{
    auto copies = state.model.parameters;
    for (auto& parameter : copies)
        parameter.value = parameter.value.detach().clone().requires_grad_(parameter.value.requires_grad());
    Adamw optimiser(copies, {});
    const auto steps = typicalSteps(
        state.order, state.unlabelledOrder, std::min(state.steps, 2 * state.order.stepsOfPass() + 100), 8);
    const auto gradients = [&](long step) { return state.gradientsOf(state.lossAt(step).loss); };
    gradients(steps.back()); // warms up
    const auto start = Clock::now();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        progress.step(int(i), int(steps.size()), "timing");
        optimiser.step(gradients(steps[i]), 0);
    }
    return secondsSince(start) / double(steps.size()) * double(state.steps);
}

/// Seconds of all validations and of the test, from three batches of the validation texts.
double forecastEvaluation(const TrainingState& state)
{
    auto ordered = state.valid;
    std::stable_sort(
        ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.length() < b.length(); });
    std::vector<EncodedText> some; // three whole batches, because texts of like length are evaluated together
    for (const std::size_t sixth : { 1, 3, 5 }) {
        const std::size_t begin = sixth * ordered.size() / 6, end = std::min(begin + 64, ordered.size());
        some.insert(some.end(), ordered.begin() + long(begin), ordered.begin() + long(end));
    }
    // The quickest of three: the first one also pays for getting its memory.
    double seconds = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 3; ++i) {
        const auto begin = Clock::now();
        evaluate(*state.model.network, some, state.model.paddingId(), 64, {});
        seconds = std::min(seconds, secondsSince(begin));
    }
    const long validations = (state.steps + state.validateEvery - 1) / state.validateEvery;
    return seconds / double(some.size())
        * double(validations * long(state.valid.size()) + long(state.texts.test.size()));
}

} // namespace

TrainingForecast forecastTraining(TrainingState& state, const Progress& progress)
{
    const RandomState random(state.model.network->options().device());
    TrainingForecast forecast;
    forecast.bytes = forecastBytes(state);
    forecast.seconds = forecastSteps(state, progress);
    forecast.seconds += forecastEvaluation(state);
    random.restore();
    return forecast;
}

} // namespace vitrine
