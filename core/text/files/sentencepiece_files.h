// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers from a SentencePiece file alone, as folders without tokenizer.json have them.
#pragma once

#include "core/text/files/tokenizer_settings.h"
#include "core/text/pipeline/pipeline.h"

namespace vitrine {

/// Each reads the file of its family, which must be there: sentencepiece.bpe.model, spiece.model, spm.model. The steps
/// around the pieces are not in the file but the family's. Throws Refusal as readSentencePieceModel(), and
/// MalformedFile when a special token is missing.
Pipeline readXlmRobertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings);
Pipeline readCamembertFiles(const TokenizerFiles& files, const TokenizerSettings& settings);
Pipeline readAlbertFiles(const TokenizerFiles& files, const TokenizerSettings& settings);
Pipeline readDebertaV2Files(const TokenizerFiles& files, const TokenizerSettings& settings);

} // namespace vitrine
