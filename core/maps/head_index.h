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

/// "2.5" → layer 2, head 5, both counted from 0. Throws Refusal(BadArgument) naming `parameter` for any other text and
/// for a head that the model does not have.
HeadIndex headIndexFrom(std::string_view text, const ModelConfig& config, const char* parameter);

} // namespace vitrine
