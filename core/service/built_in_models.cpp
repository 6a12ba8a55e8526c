// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/built_in_models.h"

#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/io/json/json_guard.h"
#include "core/results/codec.h"

#include <algorithm>

namespace vitrine {
namespace {

constexpr std::uint64_t cardLimit = 1 << 20;

} // namespace

std::filesystem::path builtInModelsFolder()
{
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path() / "share" / "vitrine" / "models";
}

std::vector<BuiltInModel> builtInModels()
{
    std::vector<BuiltInModel> models;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(builtInModelsFolder(), error)) {
        if (!std::filesystem::exists(entry.path() / "card.json", error))
            continue;
        const auto text = CheckpointFolder(entry.path()).read("card.json", cardLimit);
        auto card = decode<BuiltInModel>(parseJson(*text, "card.json"));
        if (!card)
            throw Refusal(card.error());
        models.push_back(*std::move(card));
    }
    std::sort(models.begin(), models.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return models;
}

std::optional<std::filesystem::path> builtInModelFolder(const std::string& name)
{
    if (name.empty() || name.find('/') != std::string::npos || name[0] == '.')
        return std::nullopt;
    std::error_code error;
    const auto folder = builtInModelsFolder() / name;
    return std::filesystem::exists(folder / "card.json", error) ? std::optional(folder) : std::nullopt;
}

} // namespace vitrine
