// SPDX-License-Identifier: GPL-3.0-or-later
// vocab.txt: one token a line, its id the number of the line.
#pragma once

#include "core/text/tokenizers/vocabulary.h"

namespace vitrine {

/// Reads vocab.txt. A byte order mark and the CR of CRLF are dropped, other white space belongs to the token, blank
/// lines keep their number, and of equal lines the last one counts, with a warning. Throws Refusal: MalformedFile when
/// there is no token, BadEncoding for a line that is not UTF-8, TooLarge above ten million lines or 256 MB.
Vocabulary readVocabularyFile(std::string_view bytes, std::vector<std::string>& warnings);

} // namespace vitrine
