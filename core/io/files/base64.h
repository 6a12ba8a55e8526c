// SPDX-License-Identifier: GPL-3.0-or-later
// Binary parts of JSON files are written in base64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// The bytes of RFC 4648 base64 with padding and without white space; nothing when `text` is none.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace vitrine
