// SPDX-License-Identifier: GPL-3.0-or-later
// Which attention head.
#pragma once

#include "core/models/config/model_config.h"

#include <compare>
#include <string_view>

namespace vitrine {

/// A head of a layer, both from 0.
struct HeadIndex {
    int layer = 0;
    int head = 0;

    auto operator<=>(const HeadIndex&) const = default;
};

/// "2.5" → layer 2, head 5, both from 0. Throws Refusal(BadArgument) naming `parameter` for anything else and for a
/// head the model lacks.
HeadIndex headIndexFrom(std::string_view text, const ModelConfig& config, const char* parameter);

} // namespace vitrine
