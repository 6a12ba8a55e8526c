// SPDX-License-Identifier: GPL-3.0-or-later
// What one training run works on: texts as token ids, the network, its optimiser and the order of batches. The loop and
// the forecast of its cost both read it.
#pragma once

#include "core/training/adamw.h"
#include "core/training/regulariser.h"
#include "core/training/text_batches.h"
#include "core/training/trainable_model.h"

#include <filesystem>
#include <optional>

namespace vitrine {

/// Made once per run. It stays where it is, because the orders of batches refer to the texts in it.
struct TrainingState {
    /// Reads the texts, makes or opens the network (`start`: folder to fine-tune; empty: from scratch), and encodes the
    /// texts. Throws what these parts throw.
    TrainingState(const TrainingSettings& given, const std::string& device, const std::filesystem::path& start,
        const Progress& progress);
    TrainingState(const TrainingState&) = delete;
    TrainingState& operator=(const TrainingState&) = delete;

    /// Loss of a batch of `texts`, in the graph of the parameters.
    RegularisedLoss lossOf(const std::vector<EncodedText>& texts, const std::vector<std::size_t>& which) const;
    /// Loss of the labelled and the unlabelled batch of one step together.
    RegularisedLoss lossAt(long step);
    /// One tensor for each of optimiser.parameters(); zeros for those that the loss does not depend on.
    std::vector<at::Tensor> gradientsOf(const at::Tensor& loss) const;

    const TrainingSettings& settings;
    TrainingTexts texts;
    TrainableModel model;
    std::vector<EncodedText> train, unlabelled, valid;
    const Regulariser& regulariser;
    Parameters regulariserValues;
    Adamw optimiser;
    BatchOrder order, unlabelledOrder;
    long steps = 0; ///< of the whole run
    long validateEvery = 0; ///< steps between two validations
};

/// Of a whole run.
struct TrainingForecast {
    std::int64_t bytes = 0; ///< largest memory of one step
    double seconds = 0; ///< of all steps, validations and the test
};

/// The network, its optimiser and the generator of random numbers are afterwards as they were. Stage: "timing".
TrainingForecast forecastTraining(TrainingState& state, const Progress& progress);

} // namespace vitrine
