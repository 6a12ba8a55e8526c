// SPDX-License-Identifier: GPL-3.0-or-later
// The models that come with the program.
#pragma once

#include "core/results/model_card.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace vitrine {

/// Folder that holds one folder per built-in model: beside the program's bin folder in share/vitrine/models.
std::filesystem::path builtInModelsFolder();

/// Every built-in model that is there, from its card.json, by name.
std::vector<BuiltInModel> builtInModels();

/// The folder of the built-in model `name`; nothing when there is no such model.
std::optional<std::filesystem::path> builtInModelFolder(const std::string& name);

} // namespace vitrine
