// SPDX-License-Identifier: GPL-3.0-or-later
// A network while it learns: the very one that is later looked at, with its tensors open for change.
#pragma once

#include "core/models/config/model_config.h"
#include "core/models/layers/model.h"
#include "core/models/layers/training_pass.h"
#include "core/models/layers/weights.h"
#include "core/runtime/progress.h"
#include "core/text/tokenizers/tokenizer.h"
#include "core/training/training_settings.h"
#include "core/training/training_texts.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <vector>

namespace vitrine {

struct TrainableModel {
    nlohmann::json configJson; ///< what config.json will say
    ModelConfig config;
    TokenizerFiles tokenizerFiles; ///< what will lie beside it
    std::unique_ptr<const Tokenizer> tokenizer;
    std::unique_ptr<TextModel> network;
    std::vector<NamedParameter> parameters; ///< those that are not frozen want gradients

    TrainingPass training; ///< of every pass that learns

    int paddingId() const;
};

/// A fresh network with a vocabulary from the training texts; its first values come from the seed.
TrainableModel freshModel(
    const TrainingSettings& settings, const TrainingTexts& texts, at::TensorOptions options, const Progress& progress);

/// The network of the folder `path` with a head for `labels`, which is new when theirs are other classes. Throws
/// Refusal: what opening throws, and UnsupportedFamily for one whose tensors are not those it computes with (DeBERTa,
/// the GPTs).
TrainableModel openedForTraining(const std::filesystem::path& path, const TrainingSettings& settings,
    const std::vector<std::string>& labels, at::TensorOptions options, const Progress& progress);

/// Classes of the model in that folder; empty when it has no names for them.
std::vector<std::string> labelsOfFolder(const std::filesystem::path& path);

} // namespace vitrine
