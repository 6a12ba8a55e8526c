// SPDX-License-Identifier: GPL-3.0-or-later
// The document of a run as it is found in a folder: training.json and the checkpoint may come from anybody.
#pragma once

#include "core/results/training.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// What in `training` no run can have, as part of a sentence ("step 7 of 3"); empty when there is nothing. Looks at
/// steps, their order, counts, shares, seconds and the state.
std::string faultOf(const Training& training);

/// The text of a training.json. Throws Refusal(MalformedFile, BadEncoding, TooLarge): it is no document of a finished
/// run.
Training parseTraining(std::string_view text);

/// The document of a finished run; nothing when there is none. Throws what parseTraining() throws, and what opening a
/// file throws.
std::optional<Training> finishedTraining(const std::filesystem::path& folder);

} // namespace vitrine
