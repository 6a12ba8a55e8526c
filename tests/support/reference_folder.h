// SPDX-License-Identifier: GPL-3.0-or-later
// Where the reference set lies: tests/reference of this clone, or the set that the environment variable
// VITRINE_REFERENCE names.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace vitrine {

/// Throws where there is no set: every clone has one, so a test without it fails.
inline std::filesystem::path referencePath(const std::string& inside = {})
{
    const char* named = std::getenv("VITRINE_REFERENCE");
    const std::filesystem::path folder = named && *named ? named : VITRINE_REFERENCE;
    if (!std::filesystem::exists(folder / "models" / "index.json"))
        throw std::runtime_error(
            "There is no reference set in " + folder.string() + ". It lies in tests/reference of every clone.");
    return folder / inside;
}

/// The trained models, vocabularies and word vectors of real/ come only with the wide set.
inline bool hasTrainedModels() { return std::filesystem::exists(referencePath("real")); }

inline constexpr const char* noTrainedModels = "trained models come only with the wide set (VITRINE_WIDE_REFERENCE)";

} // namespace vitrine
