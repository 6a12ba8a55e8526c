// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-level tokens carry the blank before their word; offsets may leave it out.
#pragma once

#include "core/text/text_reader.h"

namespace vitrine {

/// Moves begin and end of `token` over the blanks (Ġ or white space) that `written`, the token as text, begins and ends with:
/// one character of `text` for each. `keepsFirst` leaves the first of them.
void trimOffsets(ReadToken& token, std::string_view written, std::string_view text, bool keepsFirst);

} // namespace vitrine
