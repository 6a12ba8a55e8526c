// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of a training run, its checkpoints and its document. The order of the batches follows from the seed and the
// number of the step, so a checkpoint needs only weights, optimiser and the state of dropout's random numbers.
#include "core/training/trainer.h"

#include "core/models/predict.h"
#include "core/models/runtime/memory.h"
#include "core/models/runtime/random_state.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"
#include "core/training/evaluation.h"
#include "core/training/model_writer.h"
#include "core/training/output_folder.h"
#include "core/training/training_checkpoint.h"
#include "core/training/training_document.h"
#include "core/training/training_state.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace vitrine {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::int64_t countOf(const std::vector<at::Tensor>& tensors)
{
    std::int64_t count = 0;
    for (const auto& tensor : tensors)
        count += tensor.numel();
    return count;
}

/// Sums over the steps since the last recorded point.
struct Sums {
    double loss = 0, penalty = 0, norm = 0;
    long count = 0;
};

class Run {
public:
    /// `folder`: where it writes; empty for a dry run.
    Run(const TrainingSettings& settings, const TrainingPlace& place, const std::filesystem::path& folder,
        const Progress& progress, const std::function<void(const Training&)>& report);

    Training run();

private:
    void prepareDocument();
    void resume();
    void forecast();
    void loop();
    void step();
    void validate();
    void note(double rate);
    void checkpoint();
    void finish();
    NamedTensors everything();
    NamedTensors weights() const;
    double rateAt(long step) const;
    bool isDry() const { return m_settings.values.flag("dry-run"); }

    const TrainingSettings& m_settings;
    const TrainingPlace& m_place;
    const std::filesystem::path m_folder;
    const Progress& m_progress;
    const std::function<void(const Training&)>& m_report;
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_reported = Clock::now();
    double m_before = 0; // seconds of earlier parts
    TrainingState m_state;
    std::vector<at::Tensor> m_best;
    long m_noteEvery = 1;
    int m_sinceBest = 0;
    Sums m_sums;
    Training m_document;
};

Run::Run(const TrainingSettings& settings, const TrainingPlace& place, const std::filesystem::path& folder,
    const Progress& progress, const std::function<void(const Training&)>& report)
    : m_settings(settings)
    , m_place(place)
    , m_folder(folder)
    , m_progress(progress)
    , m_report(report)
    , m_state(settings, place.device, place.start, progress)
{
    prepareDocument();
    for (const auto& value : m_state.optimiser.parameters())
        m_best.push_back(value.detach().clone());
}

void Run::prepareDocument()
{
    const auto& tokenizer = *m_state.model.tokenizer;
    long tokens = 0, unknown = 0;
    for (const auto& text : m_state.train) {
        tokens += text.length();
        if (const auto id = tokenizer.specialIds().unknown)
            unknown += text.inputs.ids.eq(*id).sum().item<std::int64_t>();
    }
    m_document.provenance = m_place.provenance;
    m_document.provenance.warnings = m_state.texts.warnings;
    m_document.settings = m_settings.deciding;
    m_document.labels = m_state.texts.labels;
    m_document.parameters = countOf(m_state.optimiser.parameters());
    m_document.data = m_state.texts.counts;
    m_document.data.tokens = tokens;
    m_document.data.vocabulary = tokenizer.size();
    m_document.data.unknownShare = tokens ? double(unknown) / double(tokens) : 0;
    m_document.steps = m_state.steps;
    m_document.output = m_settings.output();
    m_document.state = "running";
    m_noteEvery = std::max(1L, m_document.steps / 400);
}

NamedTensors Run::weights() const
{
    NamedTensors all;
    for (const auto& parameter : m_state.model.parameters)
        all.emplace_back(parameter.name, parameter.value);
    return all;
}

NamedTensors Run::everything()
{
    NamedTensors all = m_state.optimiser.state();
    for (const auto& [name, value] : weights())
        all.emplace_back("weight." + name, value);
    for (std::size_t i = 0; i < m_best.size(); ++i)
        all.emplace_back("best." + std::to_string(i), m_best[i]);
    return all;
}

void Run::resume()
{
    const auto checkpoint = readCheckpoint(m_folder);
    if (!checkpoint)
        return;
    if (const auto difference = differenceOf(checkpoint->document.settings, m_settings.deciding); !difference.empty())
        throw Refusal(ErrorCode::BadArgument,
            "The output folder holds an unfinished run with other settings: " + difference
                + "; give --again to begin anew.",
            "output");
    if (checkpoint->texts != m_state.texts.sha256)
        throw Refusal(ErrorCode::BadArgument,
            "The texts have changed since the run in the output folder was broken off; give --again to begin anew.",
            "output");
    const Training& before = checkpoint->document;
    if (before.steps != m_document.steps)
        throw Refusal(ErrorCode::MalformedFile,
            "training.checkpoint plans " + std::to_string(before.steps) + " steps where this run has "
                + std::to_string(m_document.steps) + "; give --again to begin anew.",
            "training.checkpoint");
    auto tensors = everything();
    const auto random = randomBytes();
    tensors.emplace_back("random", random);
    restoreTensors(m_folder, tensors);
    try {
        setRandomBytes(random);
    } catch (const c10::Error& error) {
        throw Refusal(Error { ErrorCode::MalformedFile,
            "training.checkpoint holds a state of the random numbers that no generator has; give --again to begin "
            "anew.",
            "training.checkpoint", error.what_without_backtrace() });
    }
    // What follows from settings and texts is known here; the file tells how far the run had come.
    m_document.step = m_document.resumedFrom = before.step;
    m_document.points = before.points;
    m_document.validation = before.validation;
    m_document.bestStep = before.bestStep;
    m_document.cost = before.cost;
    m_document.state = before.state;
    m_sinceBest = checkpoint->sinceBest;
    m_before = m_document.cost.seconds;
}

double Run::rateAt(long step) const
{
    const double peak = m_settings.values.real("rate");
    const double warm = m_settings.values.real("warm-up") * double(m_document.steps);
    const double at = double(step) + 1;
    return peak
        * std::min(warm > 0 ? at / warm : 1.0,
            (double(m_document.steps) + 1 - at) / std::max(1.0, double(m_document.steps) + 1 - warm));
}

void Run::forecast()
{
    const auto forecast = forecastTraining(m_state, m_progress);
    m_document.cost.forecastBytes = forecast.bytes;
    m_document.cost.forecastSeconds = secondsSince(m_start) + forecast.seconds;
}

void Run::step()
{
    std::optional<MemoryMeter> meter(std::in_place);
    const auto loss = m_state.lossAt(m_document.step);
    auto gradients = m_state.gradientsOf(loss.loss);
    m_document.cost.bytes = std::max(m_document.cost.bytes, static_cast<long long>(meter->peak()));
    meter.reset();
    const double rate = rateAt(m_document.step);
    const double norm = m_state.optimiser.step(std::move(gradients), rate);
    if (!std::isfinite(loss.loss.item<double>()) || !std::isfinite(norm)) {
        throw Refusal(ErrorCode::BadArgument,
            "The loss is no number any more at step " + std::to_string(m_document.step + 1) + " (learning rate "
                + std::to_string(rate)
                + "); the last checkpoint in the output folder stays as it was: try a smaller --rate or --clip.",
            "rate");
    }
    ++m_document.step;
    m_sums.loss += loss.crossEntropy;
    m_sums.penalty += loss.penalty;
    m_sums.norm += norm;
    ++m_sums.count;
    if (m_document.step % m_noteEvery == 0 || m_document.step == m_document.steps)
        note(rate);
}

void Run::note(double rate)
{
    const double count = double(m_sums.count);
    m_document.points.push_back({ m_document.step, double(m_document.step) / double(m_state.order.stepsOfPass()),
        m_sums.loss / count, m_sums.penalty / count, rate, m_sums.norm / count });
    m_sums = {};
}

void Run::validate()
{
    m_state.optimiser.swapAverage();
    // Not cancellable: a checkpoint written now would hold the averages in the place of the weights.
    const auto result = evaluate(*m_state.model.network, m_state.valid, m_state.model.paddingId(), 64, {});
    const ValidationPoint point { m_document.step, double(m_document.step) / double(m_state.order.stepsOfPass()),
        result.meanLoss(), result.accuracy() };
    const auto best = std::find_if(m_document.validation.begin(), m_document.validation.end(),
        [&](const auto& other) { return other.step == m_document.bestStep; });
    const bool better = best == m_document.validation.end() || point.accuracy.correct > best->accuracy.correct
        || (point.accuracy.correct == best->accuracy.correct && point.loss < best->loss);
    m_sinceBest = better ? 0 : m_sinceBest + 1;
    if (better) {
        const at::NoGradGuard constant;
        m_document.bestStep = m_document.step;
        for (std::size_t i = 0; i < m_best.size(); ++i)
            m_best[i].copy_(m_state.optimiser.parameters()[i]);
    }
    m_document.validation.push_back(point);
    m_state.optimiser.swapAverage();
}

void Run::checkpoint()
{
    m_document.cost.seconds = m_before + secondsSince(m_start);
    auto tensors = everything();
    tensors.emplace_back("random", randomBytes());
    saveCheckpoint(m_folder, { m_document, m_state.texts.sha256, m_sinceBest }, tensors);
}

void Run::loop()
{
    const int patience = m_settings.integer("patience");
    const long every = m_settings.integer("checkpoint-every");
    while (m_document.step < m_document.steps && m_document.state != "stopped-early") {
        try {
            m_progress.step(int(m_document.step), int(m_document.steps), "training");
        } catch (const Cancelled&) {
            checkpoint();
            throw;
        }
        step();
        if (m_document.step % m_state.validateEvery == 0 || m_document.step == m_document.steps) {
            validate();
            if (patience && m_sinceBest >= patience) {
                m_document.state = "stopped-early";
                continue;
            }
        }
        if (m_document.step % every == 0)
            checkpoint();
        if (m_report && secondsSince(m_reported) > 1) {
            m_document.cost.seconds = m_before + secondsSince(m_start);
            m_report(m_document);
            m_reported = Clock::now();
        }
    }
    if (m_document.state != "stopped-early")
        m_document.state = "finished";
}

void Run::finish()
{
    const std::filesystem::path& folder = m_folder;
    checkpoint(); // a full disk or a killed process costs the writing of the model, not the training
    {
        const at::NoGradGuard constant;
        for (std::size_t i = 0; i < m_best.size(); ++i)
            m_state.optimiser.parameters()[i].copy_(m_best[i]);
    }
    writeModelFolder(
        folder, m_state.model, weights(), m_settings.values.text("stored-type") == "float16" ? at::kHalf : at::kFloat);

    // The test measures the folder that was written, not the network in memory.
    const auto stored = openModel(folder, { .device = m_place.device }, m_progress.withoutReports());
    m_document.provenance.model = stored->card().provenance.model;
    if (!m_state.texts.test.empty()) {
        const int longest = std::min(m_settings.integer("max-length"), stored->network().maxTokens());
        const auto texts = encodeTexts(
            m_state.texts.test, stored->tokenizer(), stored->network(), longest, m_progress.withoutReports());
        const auto result
            = evaluate(stored->network(), texts, m_state.model.paddingId(), 64, m_progress.withoutReports());
        m_document.tests = { { "test", result.accuracy(), result.meanLoss() },
            { "clean", result.accuracy(m_state.texts.clean), result.meanLoss(m_state.texts.clean) } };
    }
    m_document.cost.seconds = m_before + secondsSince(m_start);
    const auto& name = m_settings.values.text("name");
    writeTrainingCard(
        folder, m_document, name.empty() ? std::filesystem::absolute(m_settings.output()).filename().string() : name);
    std::filesystem::remove(checkpointPath(folder));
}

Training Run::run()
{
    at::manual_seed(std::uint64_t(m_settings.integer("seed")));
    if (isDry()) {
        forecast();
        m_document.state = "planned";
        return std::move(m_document);
    }
    if (m_settings.values.flag("again"))
        std::filesystem::remove(checkpointPath(m_folder));
    resume();
    if (m_document.step == 0)
        forecast();
    loop();
    finish();
    return std::move(m_document);
}

/// The document of the same run when the output folder already holds its result.
std::optional<Training> finishedBefore(const TrainingSettings& settings)
{
    auto finished = finishedTraining(settings.output());
    if (!finished)
        return {};
    if (const auto difference = differenceOf(finished->settings, settings.deciding); !difference.empty())
        throw Refusal(ErrorCode::BadArgument,
            "The output folder holds the result of other settings: " + difference
                + "; choose another one, or give --again to replace it.",
            "output");
    finished->output = settings.output();
    return finished;
}

} // namespace

Training train(const TrainingSettings& settings, const TrainingPlace& place, const Progress& progress,
    const std::function<void(const Training&)>& report)
{
    startTorch(place.device, 0);
    if (settings.values.flag("dry-run"))
        return Run(settings, place, {}, progress, report).run();
    const bool again = settings.values.flag("again");
    refuseModelFolder(settings.output(), place.start);
    if (!again) {
        if (auto finished = finishedBefore(settings)) // nothing is written then, so no lock is needed
            return *std::move(finished);
    }
    const OutputFolder folder(settings.output());
    if (!again) {
        if (auto finished = finishedBefore(settings)) // by a run that ended in the meantime
            return *std::move(finished);
    }
    return Run(settings, place, folder.path(), progress, report).run();
}

} // namespace vitrine
