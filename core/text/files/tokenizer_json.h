// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.json: the whole pipeline in one file.
#pragma once

#include "core/text/files/tokenizer_settings.h"
#include "core/text/pipeline/pipeline.h"

namespace vitrine {

/// Reads the pipeline as the file has it; `settings` only tell which special token plays which part and the longest
/// text. Throws Refusal: UnsupportedTokenizer naming the step, MalformedFile naming the place, TooLarge.
Pipeline readTokenizerJson(std::string_view bytes, const TokenizerSettings& settings);

} // namespace vitrine
