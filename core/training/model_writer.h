// SPDX-License-Identifier: GPL-3.0-or-later
// The result of a run as a model folder in Hugging Face's layout.
#pragma once

#include "core/models/opening/tensor_file.h"
#include "core/training/trainable_model.h"

#include <filesystem>
#include <string>

namespace vitrine {

/// Writes tokenizer files, model.safetensors, config.json (last: a folder without it is no model). `type` is what
/// weights become. Neither function writes through a link. Throws Refusal(WriteFailed).
void writeModelFolder(
    const std::filesystem::path& folder, const TrainableModel& model, const NamedTensors& weights, at::ScalarType type);

/// README.md (what it is, what it was made from and how, how well it does) and training.json (the document).
void writeTrainingCard(const std::filesystem::path& folder, const Training& training, const std::string& title);

} // namespace vitrine
