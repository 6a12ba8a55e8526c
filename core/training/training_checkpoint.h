// SPDX-License-Identifier: GPL-3.0-or-later
// A run in the middle, as a file: with it the run goes on as if it had never been broken off.
#pragma once

#include "core/models/opening/tensor_file.h"
#include "core/results/training.h"

#include <filesystem>
#include <optional>

namespace vitrine {

/// What is in the file besides tensors.
struct TrainingCheckpoint {
    Training document; ///< the run so far
    std::string texts; ///< fingerprint of the texts
    int sinceBest = 0; ///< validations without a better one
};

/// The checkpoint's name in the output folder.
std::filesystem::path checkpointPath(const std::filesystem::path& folder);

/// Replaces the file whole. `tensors` are weights, optimiser, best weights and "random", the generator's state.
void saveCheckpoint(
    const std::filesystem::path& folder, const TrainingCheckpoint& checkpoint, const NamedTensors& tensors);

/// Nothing when there is none. Copies the tensors of the file into those of the same name in `tensors`; all must be
/// there. Throws Refusal: MalformedFile, MissingTensor, ShapeMismatch, what reading throws.
std::optional<TrainingCheckpoint> readCheckpoint(const std::filesystem::path& folder);
void restoreTensors(const std::filesystem::path& folder, const NamedTensors& tensors);

} // namespace vitrine
