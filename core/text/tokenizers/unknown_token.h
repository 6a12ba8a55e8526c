// SPDX-License-Identifier: GPL-3.0-or-later
// Models over whole words cannot read any text without a token for what they do not know.
#pragma once

#include "core/text/tokenizers/vocabulary.h"

namespace vitrine {

/// The id of the unknown token. Throws Refusal(MalformedFile): "vocab.txt: the unknown token '[UNK]' is missing, …".
int findUnknownToken(const Vocabulary& vocabulary, std::string_view token, std::string_view file);

} // namespace vitrine
