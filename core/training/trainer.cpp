// SPDX-License-Identifier: GPL-3.0-or-later
// A step number says everything about a run's place: order and batches follow from the seed, so resuming needs no more
// than weights, optimiser and the generator of dropout.
#include "core/training/trainer.h"

#include "core/models/memory_forecast.h"
#include "core/models/predict.h"
#include "core/models/runtime/memory_meter.h"
#include "core/models/runtime/random_state.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/models/runtime/working_type.h"
#include "core/runtime/error.h"
#include "core/training/adamw.h"
#include "core/training/evaluation.h"
#include "core/training/mixed_precision.h"
#include "core/training/model_writer.h"
#include "core/training/regulariser.h"
#include "core/training/text_batches.h"
#include "core/training/trainable_model.h"
#include "core/training/training_checkpoint.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <random>

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

/// What is told about the steps since the last point.
struct Sums {
    double loss = 0, penalty = 0, norm = 0;
    long count = 0;
};

class Run {
public:
    Run(const TrainingSettings& settings, const TrainingPlace& place, const Progress& progress,
        const std::function<void(const Training&)>& report);

    Training run();

private:
    void prepareDocument();
    void resume();
    void forecast();
    void loop();
    RegularisedLoss lossOf(const std::vector<EncodedText>& texts, const std::vector<std::size_t>& which);
    std::vector<at::Tensor> gradientsOf(const at::Tensor& loss) const;
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
    const Progress& m_progress;
    const std::function<void(const Training&)>& m_report;
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_reported = Clock::now();
    double m_before = 0; // seconds of earlier parts
    int m_seed = 0;
    std::size_t m_batch = 1;

    TrainingTexts m_texts;
    TrainableModel m_model;
    std::vector<EncodedText> m_train, m_unlabelled, m_valid;
    const Regulariser* m_regulariser = nullptr;
    Parameters m_regulariserValues;
    std::optional<Adamw> m_optimiser;
    std::vector<at::Tensor> m_best;
    BatchOrder m_order, m_unlabelledOrder;
    long m_validateEvery = 0, m_noteEvery = 1;
    int m_sinceBest = 0;
    Sums m_sums;
    Training m_document;
};

ParameterValues valuesFor(const std::vector<ParamSpec>& specs, const TrainingSettings& settings)
{
    ParameterValues values;
    for (const auto& spec : specs) {
        for (const auto& setting : settings.deciding) {
            if (setting.name == spec.name)
                values[spec.name] = setting.value;
        }
    }
    return values;
}

Run::Run(const TrainingSettings& settings, const TrainingPlace& place, const Progress& progress,
    const std::function<void(const Training&)>& report)
    : m_settings(settings)
    , m_place(place)
    , m_progress(progress)
    , m_report(report)
    , m_seed(settings.integer("seed"))
    , m_batch(std::size_t(settings.integer("batch")))
    , m_regulariser(&regulariserNamed(settings.values.text("regulariser")))
    , m_regulariserValues(m_regulariser->parameters, valuesFor(m_regulariser->parameters, settings))
{
}

void Run::prepareDocument()
{
    const auto options = tensorOptions(m_place.device, "float32");
    const bool fresh = m_place.start.empty();
    m_texts
        = readTrainingTexts(m_settings, fresh ? std::vector<std::string>() : labelsOfFolder(m_place.start), m_progress);
    {
        const at::NoGradGuard constant;
        m_model = fresh ? freshModel(m_settings, m_texts, options, m_progress)
                        : openedForTraining(m_place.start, m_settings, m_texts.labels, options, m_progress);
    }
    const int longest = std::min(m_settings.integer("max-length"), m_model.network->maxTokens());
    const auto encoded = [&](const auto& texts) {
        return encodeTexts(texts, *m_model.tokenizer, *m_model.network, longest, m_progress);
    };
    m_train = encoded(m_texts.train);
    m_unlabelled = encoded(m_texts.unlabelled);
    m_valid = encoded(m_texts.valid);

    long tokens = 0, unknown = 0;
    for (const auto& text : m_train) {
        tokens += text.length();
        if (const auto id = m_model.tokenizer->specialIds().unknown)
            unknown += text.inputs.ids.eq(*id).sum().item<std::int64_t>();
    }
    m_optimiser.emplace(m_model.parameters,
        AdamwOptions { m_settings.values.real("weight-decay"), m_settings.values.real("clip"),
            m_settings.values.real("average") });
    m_order = BatchOrder(m_train, m_batch, std::uint64_t(m_seed) << 32);
    m_unlabelledOrder = BatchOrder(m_unlabelled, m_batch, (std::uint64_t(m_seed) << 32) + (1u << 31));

    m_document.provenance = m_place.provenance;
    m_document.provenance.warnings = m_texts.warnings;
    m_document.settings = m_settings.deciding;
    m_document.labels = m_texts.labels;
    m_document.parameters = countOf(m_optimiser->parameters());
    m_document.data = m_texts.counts;
    m_document.data.tokens = tokens;
    m_document.data.vocabulary = m_model.tokenizer->size();
    m_document.data.unknownShare = tokens ? double(unknown) / double(tokens) : 0;
    m_document.steps = std::max(1L, std::lround(m_settings.values.real("epochs") * double(m_order.stepsOfPass())));
    m_document.output = m_settings.output();
    m_document.state = "running";
    const long every = m_settings.integer("evaluate-every");
    m_validateEvery = every ? every : std::max(1L, (m_order.stepsOfPass() + 1) / 2);
    m_noteEvery = std::max(1L, m_document.steps / 400);
    for (const auto& value : m_optimiser->parameters())
        m_best.push_back(value.detach().clone());
}

NamedTensors Run::weights() const
{
    NamedTensors all;
    for (const auto& parameter : m_model.parameters)
        all.emplace_back(parameter.name, parameter.value);
    return all;
}

NamedTensors Run::everything()
{
    NamedTensors all = m_optimiser->state();
    for (const auto& [name, value] : weights())
        all.emplace_back("weight." + name, value);
    for (std::size_t i = 0; i < m_best.size(); ++i)
        all.emplace_back("best." + std::to_string(i), m_best[i]);
    return all;
}

void Run::resume()
{
    const auto checkpoint = readCheckpoint(m_settings.output());
    if (!checkpoint)
        return;
    if (const auto difference = differenceOf(checkpoint->document.settings, m_settings.deciding); !difference.empty())
        throw Refusal(ErrorCode::BadArgument,
            "The output folder holds an unfinished run with other settings: " + difference
                + "; give --again to begin anew.",
            "output");
    if (checkpoint->texts != m_texts.sha256)
        throw Refusal(ErrorCode::BadArgument,
            "The texts have changed since the run in the output folder was broken off; give --again to begin anew.",
            "output");
    auto tensors = everything();
    const auto random = randomBytes();
    tensors.emplace_back("random", random);
    restoreTensors(m_settings.output(), tensors);
    setRandomBytes(random);
    const auto provenance = m_document.provenance;
    m_document = checkpoint->document;
    m_document.provenance = provenance;
    m_document.output = m_settings.output();
    m_document.resumedFrom = m_document.step;
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

RegularisedLoss Run::lossOf(const std::vector<EncodedText>& texts, const std::vector<std::size_t>& which)
{
    const auto& network = *m_model.network;
    auto batch = makeBatch(texts, which, m_model.paddingId(), m_settings.values.flag("include-special"),
        network.options().requires_grad(false));
    const double dropout = m_settings.values.real("dropout");
    batch.inputs.dropout = { dropout, dropout, dropout };
    batch.inputs.recomputeSegments = m_settings.integer("recompute");
    const bool mixed = m_settings.values.text("precision") == "mixed";
    const RandomState start(network.options().device());
    bool first = true;
    const auto logits = [&](const at::Tensor& embedded) {
        const std::optional<RandomState> now
            = first ? std::nullopt : std::optional<RandomState>(network.options().device());
        if (now)
            start.restore(); // every call drops the same values
        first = false;
        const MixedPrecision products(embedded.device().type(), mixed);
        const auto answer = network.logits(embedded, batch.inputs).to(at::kFloat);
        if (now)
            now->restore();
        return answer;
    };
    return m_regulariser->loss(
        { logits, at::embedding(network.embeddingTable(), batch.inputs.ids), batch.labels, batch.movable },
        m_regulariserValues);
}

void Run::forecast()
{
    const RandomState state(m_model.network->options().device());
    const auto& longest = *std::max_element(
        m_train.begin(), m_train.end(), [](const auto& a, const auto& b) { return a.length() < b.length(); });
    const Pass pass = [&](std::int64_t batch, std::int64_t length) {
        const std::vector<EncodedText> texts { beginningOf(longest, length) };
        auto loss = lossOf(texts, std::vector<std::size_t>(std::size_t(batch))).loss;
        if (!m_unlabelled.empty()) {
            const std::vector<EncodedText> more { beginningOf(longest, length, false) };
            loss = loss + lossOf(more, std::vector<std::size_t>(std::size_t(batch))).loss;
        }
        gradientsOf(loss);
    };
    m_document.cost.forecastBytes
        = forecastBatchBytes(pass, std::int64_t(std::min(m_batch, m_train.size())), longest.length());

    auto copies = m_model.parameters;
    for (auto& parameter : copies)
        parameter.value = parameter.value.detach().clone().requires_grad_(parameter.value.requires_grad());
    Adamw optimiser(copies, {});
    const auto gradients = [&](long step) {
        auto loss = lossOf(m_train, m_order.at(step)).loss;
        if (!m_unlabelled.empty())
            loss = loss + lossOf(m_unlabelled, m_unlabelledOrder.at(step)).loss;
        return gradientsOf(loss);
    };
    const auto steps
        = typicalSteps(m_order, m_unlabelledOrder, std::min(m_document.steps, 2 * m_order.stepsOfPass() + 100), 8);
    gradients(steps.back()); // warms up
    const auto start = Clock::now();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        m_progress.step(int(i), int(steps.size()), "timing");
        optimiser.step(gradients(steps[i]), 0);
    }
    const double training = secondsSince(start) / double(steps.size()) * double(m_document.steps);

    auto ordered = m_valid;
    std::stable_sort(
        ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.length() < b.length(); });
    std::vector<EncodedText> some; // three whole batches, because texts of like length are evaluated together
    for (const std::size_t sixth : { 1, 3, 5 }) {
        const std::size_t begin = sixth * ordered.size() / 6, end = std::min(begin + 64, ordered.size());
        some.insert(some.end(), ordered.begin() + long(begin), ordered.begin() + long(end));
    }
    double evaluating
        = std::numeric_limits<double>::infinity(); // the quickest of three: a first one pays for memory that is new
    for (int i = 0; i < 3; ++i) {
        const auto begin = Clock::now();
        evaluate(*m_model.network, some, m_model.paddingId(), 64, {});
        evaluating = std::min(evaluating, secondsSince(begin));
    }
    const long validations = (m_document.steps + m_validateEvery - 1) / m_validateEvery;
    const double evaluation
        = evaluating / double(some.size()) * double(validations * long(m_valid.size()) + long(m_texts.test.size()));

    state.restore();
    m_document.cost.forecastSeconds = secondsSince(m_start) + training + evaluation;
}

std::vector<at::Tensor> Run::gradientsOf(const at::Tensor& loss) const
{
    auto gradients = torch::autograd::grad({ loss }, m_optimiser->parameters(), {}, {}, false, true);
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        if (!gradients[i].defined()) // nothing of it was used in this batch
            gradients[i] = at::zeros_like(m_optimiser->parameters()[i]);
    }
    return gradients;
}

void Run::step()
{
    std::optional<MemoryMeter> meter(std::in_place);
    auto loss = lossOf(m_train, m_order.at(m_document.step));
    auto total = loss.loss;
    if (!m_unlabelled.empty()) {
        const auto more = lossOf(m_unlabelled, m_unlabelledOrder.at(m_document.step));
        total = total + more.loss;
        loss.penalty += more.penalty;
    }
    auto gradients = gradientsOf(total);
    m_document.cost.bytes = std::max(m_document.cost.bytes, static_cast<long long>(meter->peak()));
    meter.reset();
    const double rate = rateAt(m_document.step);
    const double norm = m_optimiser->step(std::move(gradients), rate);
    if (!std::isfinite(total.item<double>()) || !std::isfinite(norm)) {
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
    m_document.points.push_back({ m_document.step, double(m_document.step) / double(m_order.stepsOfPass()),
        m_sums.loss / count, m_sums.penalty / count, rate, m_sums.norm / count });
    m_sums = {};
}

void Run::validate()
{
    m_optimiser->swapAverage();
    const auto result = evaluate(
        *m_model.network, m_valid, m_model.paddingId(), 64, {}); // broken off here, a run would stand on its averages
    const ValidationPoint point { m_document.step, double(m_document.step) / double(m_order.stepsOfPass()),
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
            m_best[i].copy_(m_optimiser->parameters()[i]);
    }
    m_document.validation.push_back(point);
    m_optimiser->swapAverage();
}

void Run::checkpoint()
{
    m_document.cost.seconds = m_before + secondsSince(m_start);
    auto tensors = everything();
    tensors.emplace_back("random", randomBytes());
    saveCheckpoint(m_settings.output(), { m_document, m_texts.sha256, m_sinceBest }, tensors);
}

void Run::loop()
{
    const int patience = m_settings.integer("patience");
    const long every = m_settings.integer("checkpoint-every");
    while (m_document.step < m_document.steps) {
        try {
            m_progress.step(int(m_document.step), int(m_document.steps), "training");
        } catch (const Cancelled&) {
            checkpoint();
            throw;
        }
        step();
        if (m_document.step % m_validateEvery == 0 || m_document.step == m_document.steps) {
            validate();
            if (patience && m_sinceBest >= patience) {
                m_document.state = "stopped-early";
                return;
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
    m_document.state = "finished";
}

void Run::finish()
{
    const std::filesystem::path folder = m_settings.output();
    {
        const at::NoGradGuard constant;
        for (std::size_t i = 0; i < m_best.size(); ++i)
            m_optimiser->parameters()[i].copy_(m_best[i]);
    }
    writeModelFolder(
        folder, m_model, weights(), m_settings.values.text("stored-type") == "float16" ? at::kHalf : at::kFloat);

    const auto stored = openModel(
        folder, { .device = m_place.device }, m_progress.withoutReports()); // what was written is what is measured
    m_document.provenance.model = stored->card().provenance.model;
    if (!m_texts.test.empty()) {
        const int longest = std::min(m_settings.integer("max-length"), stored->network().maxTokens());
        const auto texts
            = encodeTexts(m_texts.test, stored->tokenizer(), stored->network(), longest, m_progress.withoutReports());
        const auto result = evaluate(stored->network(), texts, m_model.paddingId(), 64, m_progress.withoutReports());
        m_document.tests = { { "test", result.accuracy(), result.meanLoss() },
            { "clean", result.accuracy(m_texts.clean), result.meanLoss(m_texts.clean) } };
    }
    m_document.cost.seconds = m_before + secondsSince(m_start);
    const auto& name = m_settings.values.text("name");
    writeTrainingCard(folder, m_document, name.empty() ? std::filesystem::absolute(folder).filename().string() : name);
    std::filesystem::remove(checkpointPath(folder));
}

Training Run::run()
{
    startTorch(m_place.device, 0);
    if (!isDry()) {
        std::error_code error;
        std::filesystem::create_directories(m_settings.output(), error);
        if (error)
            throw Refusal(ErrorCode::Unreadable,
                "The output folder " + m_settings.output() + " cannot be made: " + error.message() + ".", "output");
    }
    if (!isDry() && !m_settings.values.flag("again")) {
        if (auto finished = finishedTraining(m_settings.output())) {
            if (const auto difference = differenceOf(finished->settings, m_settings.deciding); !difference.empty())
                throw Refusal(ErrorCode::BadArgument,
                    "The output folder holds the result of other settings: " + difference
                        + "; choose another one, or give --again to replace it.",
                    "output");
            finished->output = m_settings.output();
            return *std::move(finished);
        }
    }
    prepareDocument();
    at::manual_seed(std::uint64_t(m_seed));
    if (isDry()) {
        forecast();
        m_document.state = "planned";
        return std::move(m_document);
    }
    if (m_settings.values.flag("again"))
        std::filesystem::remove(checkpointPath(m_settings.output()));
    resume();
    if (m_document.step == 0)
        forecast();
    loop();
    finish();
    return std::move(m_document);
}

} // namespace

Training train(const TrainingSettings& settings, const TrainingPlace& place, const Progress& progress,
    const std::function<void(const Training&)>& report)
{
    return Run(settings, place, progress, report).run();
}

} // namespace vitrine
