// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_state.h"

#include "core/models/runtime/random_state.h"
#include "core/models/runtime/working_type.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <ATen/autocast_mode.h>
#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

/// Products in bfloat16 while an object of this kind lives; weights and what is summed stay float32.
class MixedPrecision {
public:
    MixedPrecision(at::DeviceType device, bool on)
        : m_device(device)
        , m_was(at::autocast::is_autocast_enabled(device))
        , m_type(at::autocast::get_autocast_dtype(device))
    {
        if (!on)
            return;
        at::autocast::set_autocast_enabled(device, true);
        at::autocast::set_autocast_dtype(device, at::kBFloat16);
        at::autocast::set_autocast_cache_enabled(
            false); // cached casts would be used in the next step, without gradients
    }
    MixedPrecision(const MixedPrecision&) = delete;
    MixedPrecision& operator=(const MixedPrecision&) = delete;
    ~MixedPrecision()
    {
        at::autocast::set_autocast_enabled(m_device, m_was);
        at::autocast::set_autocast_dtype(m_device, m_type);
    }

private:
    at::DeviceType m_device;
    bool m_was;
    at::ScalarType m_type;
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

TrainableModel modelFor(const TrainingSettings& settings, const std::filesystem::path& start,
    const TrainingTexts& texts, const std::string& device, const Progress& progress)
{
    const at::NoGradGuard constant;
    const auto options = tensorOptions(device, "float32");
    return start.empty() ? freshModel(settings, texts, options, progress)
                         : openedForTraining(start, settings, texts.labels, options, progress);
}

} // namespace

TrainingState::TrainingState(const TrainingSettings& given, const std::string& device,
    const std::filesystem::path& start, const Progress& progress)
    : settings(given)
    , texts(readTrainingTexts(settings, start.empty() ? std::vector<std::string>() : labelsOfFolder(start), progress))
    , model(modelFor(settings, start, texts, device, progress))
    , regulariser(regulariserNamed(settings.values.text("regulariser")))
    , regulariserValues(regulariser.parameters, valuesFor(regulariser.parameters, settings))
    , optimiser(model.parameters,
          { settings.values.real("weight-decay"), settings.values.real("clip"), settings.values.real("average") })
{
    const int longest = std::min(settings.integer("max-length"), model.network->maxTokens());
    const auto encoded = [&](const std::vector<LabelledText>& some) {
        return encodeTexts(some, *model.tokenizer, *model.network, longest, progress);
    };
    train = encoded(texts.train);
    unlabelled = encoded(texts.unlabelled);
    valid = encoded(texts.valid);

    const auto batch = std::size_t(settings.integer("batch"));
    const auto seed = std::uint64_t(settings.integer("seed")) << 32;
    order = BatchOrder(train, batch, seed);
    unlabelledOrder = BatchOrder(unlabelled, batch, seed + (1u << 31));
    steps = std::max(1L, std::lround(settings.values.real("epochs") * double(order.stepsOfPass())));
    const long every = settings.integer("evaluate-every");
    validateEvery = every ? every : std::max(1L, (order.stepsOfPass() + 1) / 2);
}

RegularisedLoss TrainingState::lossOf(const std::vector<EncodedText>& some, const std::vector<std::size_t>& which) const
{
    const auto& network = *model.network;
    auto batch = makeBatch(some, which, model.paddingId(), settings.values.flag("include-special"),
        network.options().requires_grad(false));
    const ForwardPass pass { .recomputeSegments = settings.integer("recompute"), .training = &model.training };
    const bool mixed = settings.values.text("precision") == "mixed";
    const RandomState start(network.options().device());
    bool first = true;
    const auto logits = [&](const at::Tensor& embedded) {
        const std::optional<RandomState> now
            = first ? std::nullopt : std::optional<RandomState>(network.options().device());
        if (now)
            start.restore(); // every call drops the same values
        first = false;
        const MixedPrecision products(embedded.device().type(), mixed);
        const auto answer = network.forward(embedded, batch.inputs, pass).to(at::kFloat);
        if (now)
            now->restore();
        return answer;
    };
    return regulariser.loss(
        { logits, at::embedding(network.embeddingTable(), batch.inputs.ids), batch.labels, batch.movable },
        regulariserValues);
}

RegularisedLoss TrainingState::lossAt(long step)
{
    auto loss = lossOf(train, order.at(step));
    if (unlabelled.empty())
        return loss;
    const auto more = lossOf(unlabelled, unlabelledOrder.at(step));
    loss.loss = loss.loss + more.loss;
    loss.penalty += more.penalty;
    return loss;
}

std::vector<at::Tensor> TrainingState::gradientsOf(const at::Tensor& loss) const
{
    auto gradients = torch::autograd::grad({ loss }, optimiser.parameters(), {}, {}, false, true);
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        if (!gradients[i].defined()) // nothing of it was used in this batch
            gradients[i] = at::zeros_like(optimiser.parameters()[i]);
    }
    return gradients;
}

} // namespace vitrine
