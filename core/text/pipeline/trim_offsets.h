// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-level tokens carry the blank before their word; offsets may leave it out.
#pragma once

#include "core/text/pipeline/text_reader.h"

namespace vitrine {

/// Moves begin and end of `token` over the blanks (Ġ or white space) that `written`, the token as text, begins and ends
/// with: one character of `text` for each. `keepsSingle` leaves a blank that is the only one in front.
void trimOffsets(ReadToken& token, std::string_view written, std::string_view text, bool keepsSingle);

} // namespace vitrine
