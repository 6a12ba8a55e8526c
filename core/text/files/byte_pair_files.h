// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-pair tokenizers from vocab.json and merges.txt; what is around the merges depends on the family.
#pragma once

#include "core/text/files/tokenizer_settings.h"
#include "core/text/pipeline/pipeline.h"

namespace vitrine {

/// Each reads vocab.json, which must be there, and merges.txt. Throws Refusal: NotFound without merges.txt,
/// MalformedFile for a merge or a needed token that the vocabulary lacks, and what readMergesFile() throws.
Pipeline readRobertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings);
Pipeline readGpt2Files(const TokenizerFiles& files, const TokenizerSettings& settings);
Pipeline readDebertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings);
Pipeline readOpenAiGptFiles(const TokenizerFiles& files, const TokenizerSettings& settings);

} // namespace vitrine
