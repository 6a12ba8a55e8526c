// SPDX-License-Identifier: GPL-3.0-or-later
// One head, as people write it.
#pragma once

#include "core/models/config/model_config.h"

#include <string_view>

namespace vitrine {

struct HeadPlace {
    int layer = 0;
    int head = 0;
};

/// "2.5" → layer 2, head 5, both from 0. Throws Refusal(BadArgument) naming `parameter` for anything else and for a
/// head the model lacks.
HeadPlace headPlace(std::string_view text, const ModelConfig& config, const char* parameter);

} // namespace vitrine
