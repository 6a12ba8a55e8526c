// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/weight_names.h"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

constexpr std::string_view parallelPrefix = "module.";

std::string modernName(std::string_view name, bool parallel)
{
    if (parallel)
        name.remove_prefix(parallelPrefix.size());
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> renamed { {
        { "LayerNorm.gamma", "LayerNorm.weight" },
        { "LayerNorm.beta", "LayerNorm.bias" },
    } };
    for (const auto& [old, modern] : renamed) {
        if (name.ends_with(old))
            return std::string(name.substr(0, name.size() - old.size())) + std::string(modern);
    }
    return std::string(name);
}

} // namespace

std::map<std::string, const TensorEntry*, std::less<>> modernNames(const std::vector<TensorEntry>& entries)
{
    const bool parallel = !entries.empty() && std::all_of(entries.begin(), entries.end(), [](const auto& entry) {
        return entry.name.starts_with(parallelPrefix);
    });
    std::map<std::string, const TensorEntry*, std::less<>> names;
    for (const auto& entry : entries) {
        // A file may hold the old and the modern name of one tensor; the modern one is read.
        const std::string name = modernName(entry.name, parallel);
        const auto [place, isNew] = names.emplace(name, &entry);
        if (!isNew && entry.name == name)
            place->second = &entry;
    }
    return names;
}

bool isIgnoredTensor(std::string_view name)
{
    constexpr std::array<std::string_view, 2> buffers { "position_ids", "token_type_ids" };
    constexpr std::array<std::string_view, 12> heads { "cls.", "lm_head.", "lm_predictions.", "mask_predictions.",
        "predictions.", "sop_classifier.", "discriminator_predictions.", "generator_predictions.", "vocab_transform.",
        "vocab_layer_norm.", "vocab_projector.", "qa_outputs." };
    const std::string_view last = name.substr(name.rfind('.') + 1);
    return std::find(buffers.begin(), buffers.end(), last) != buffers.end() || name.ends_with(".attn.bias")
        || name.ends_with(".attn.masked_bias") // GPT's causal mask as a buffer
        || std::any_of(heads.begin(), heads.end(), [&](std::string_view head) { return name.starts_with(head); });
}

} // namespace vitrine
