// SPDX-License-Identifier: GPL-3.0-or-later
// BERT's tokenizer from vocab.txt, as BERT, DistilBERT, ELECTRA and CDial-GPT publish it.
#pragma once

#include "core/text/files/tokenizer_settings.h"
#include "core/text/pipeline/pipeline.h"

namespace vitrine {

/// Reads vocab.txt, which must be there. Throws Refusal(MalformedFile) when it lacks the unknown token, [CLS] or [SEP].
Pipeline readBertFiles(const TokenizerFiles& files, const TokenizerSettings& settings);

} // namespace vitrine
