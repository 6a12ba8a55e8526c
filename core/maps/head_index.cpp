// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/maps/head_index.h"

#include "core/runtime/error.h"

#include <charconv>

namespace vitrine {

HeadIndex headIndexFrom(std::string_view text, const ModelConfig& config, const char* parameter)
{
    HeadIndex place;
    const char* end = text.data() + text.size();
    const auto layer = std::from_chars(text.data(), end, place.layer);
    const bool dotted = layer.ec == std::errc() && layer.ptr != end && *layer.ptr == '.';
    const auto head = dotted ? std::from_chars(layer.ptr + 1, end, place.head) : layer;
    const bool inside = place.layer >= 0 && place.layer < config.layers && place.head >= 0 && place.head < config.heads;
    if (!dotted || head.ec != std::errc() || head.ptr != end || !inside) {
        throw Refusal(ErrorCode::BadArgument,
            "--" + std::string(parameter) + " names the head \"" + std::string(text)
                + "\"; write layer.head, from 0.0 to " + std::to_string(config.layers - 1) + "."
                + std::to_string(config.heads - 1) + " for this model.",
            parameter);
    }
    return place;
}

} // namespace vitrine
