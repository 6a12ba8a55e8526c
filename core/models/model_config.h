// SPDX-License-Identifier: GPL-3.0-or-later
// config.json as plain values with the defaults of its family, checked before anything is allocated. No tensor library.
#pragma once

#include "core/results/prediction.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What a checkpoint's config says, by meaning. Fields a family does not have keep 0 or empty.
struct ModelConfig {
    std::string family; ///< model_type, or what the architecture name says
    std::string architecture; ///< architectures[0], may be empty
    int layers = 0;
    int heads = 0;
    int hidden = 0; ///< H
    int intermediate = 0;
    int embedding = 0; ///< width of the word embedding; equals hidden for most
    int vocabulary = 0;
    int positions = 0;
    int segments = 0; ///< type_vocab_size
    std::string activation; ///< as the config names it
    double layerNormEps = 1e-12;
    std::optional<int> padId;
    std::optional<Problem> problem; ///< when the config says it
    std::vector<std::string> labels; ///< by class index; empty when the config names none
    std::string positionKind = "absolute";
    bool isDecoder = false;
    bool customCode = false; ///< auto_map is present; its code is never run
    std::vector<std::string> warnings;
};

/// Reads config.json (at most 1 MB). `tensorNames` decide the family when neither model_type nor architectures does.
/// Throws Refusal: MalformedFile naming field, value and place; UnsupportedFamily.
ModelConfig parseModelConfig(std::string_view json, const std::vector<std::string>& tensorNames);

/// Labels for `classes` outputs: the config's names, "class i" where one is missing, surplus names dropped, duplicates
/// numbered. What had to be mended is appended to `warnings`.
std::vector<std::string> labelsFor(const ModelConfig& config, int classes, std::vector<std::string>& warnings);

} // namespace vitrine
