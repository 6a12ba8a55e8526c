// SPDX-License-Identifier: GPL-3.0-or-later
// The families of models that can be computed: one row each.
#pragma once

#include "core/models/families/families.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One family.
struct ModelFamily {
    std::string modelType; ///< as config.json names it
    std::string title;
    std::string prefix; ///< of the encoder's tensors, with its dot
    std::unique_ptr<TextModel> (*load)(const ModelConfig& config, WeightReader& weights);
};

const std::vector<ModelFamily>& familyRegistry();

/// The row of that model_type. Throws Refusal(UnsupportedFamily) naming the families there are.
const ModelFamily& familyNamed(std::string_view modelType);

/// What `network` can be asked, each with the reason if not.
std::vector<Ability> abilitiesOf(const TextModel& network);

} // namespace vitrine
