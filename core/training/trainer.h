// SPDX-License-Identifier: GPL-3.0-or-later
// One training run, from texts to a model folder. No tensor library in this header.
#pragma once

#include "core/results/training.h"
#include "core/runtime/progress.h"
#include "core/training/training_settings.h"

#include <filesystem>
#include <functional>
#include <string>

namespace vitrine {

/// Where a run computes and what it begins with.
struct TrainingPlace {
    std::string device = "auto";
    std::filesystem::path start; ///< folder to fine-tune; empty: from scratch
    Provenance provenance; ///< engine of the documents
};

/// Runs `settings`, or goes on with what an earlier run left in the output folder; a finished one is answered at once.
/// Without a GPU the result is the same, bit for bit, however often the run was broken off, with the same number of
/// threads. `report` gets the document as it grows, about once a second. Stages: "reading texts", …, "training". Throws
/// Refusal: BadArgument (settings or texts are not those of the run that is there; the loss is no number any more: the
/// last checkpoint stays), what the parts throw; Cancelled after a checkpoint was written.
Training train(const TrainingSettings& settings, const TrainingPlace& place, const Progress& progress,
    const std::function<void(const Training&)>& report = {});

} // namespace vitrine
