// SPDX-License-Identifier: GPL-3.0-or-later
// A run in the middle, as a file: with it the run goes on as if it had never been broken off.
#pragma once

#include "core/models/opening/tensor_file.h"
#include "core/results/training.h"

#include <filesystem>
#include <optional>
#include <string_view>

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

/// The text that stands in the file beside the tensors. Throws Refusal(MalformedFile): not as saveCheckpoint() writes
/// it, or numbers that no run has.
TrainingCheckpoint parseCheckpoint(std::string_view about);

/// Nothing when there is none. Throws Refusal: TruncatedFile, MalformedFile, what opening a file throws.
std::optional<TrainingCheckpoint> readCheckpoint(const std::filesystem::path& folder);

/// Copies the tensors of the file into those of the same name in `tensors`; all must be there, in the same shape and
/// number type. Throws Refusal: MissingTensor, ShapeMismatch, MalformedFile, what opening a file throws.
void restoreTensors(const std::filesystem::path& folder, const NamedTensors& tensors);

} // namespace vitrine
