// SPDX-License-Identifier: GPL-3.0-or-later
// How each kind of tokenizer files becomes a pipeline; the rows of the registry. All throw Cancelled.
#pragma once

#include "core/text/files/tokenizer_settings.h"
#include "core/text/pipeline/pipeline.h"

namespace vitrine {

/// Reads the pipeline as the file has it; `settings` only tell which special token plays which part and the longest
/// text. Throws Refusal: UnsupportedTokenizer naming the step, MalformedFile naming the place, TooLarge.
Pipeline readTokenizerJson(std::string_view bytes, const TokenizerSettings& settings, const Progress& progress);

/// Reads vocab.txt, which must be there. Throws Refusal(MalformedFile) when it lacks the unknown token, [CLS] or [SEP].
Pipeline readBertFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);

/// Each reads vocab.json, which must be there, and merges.txt. Throws Refusal: NotFound without merges.txt,
/// MalformedFile for a merge or a needed token that the vocabulary lacks, and what readMergesFile() throws.
Pipeline readRobertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);
Pipeline readGpt2Files(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);
Pipeline readDebertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);
Pipeline readOpenAiGptFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);

/// Each reads the file of its family, which must be there: sentencepiece.bpe.model, spiece.model, spm.model. The steps
/// around the pieces are not in the file but the family's. Throws Refusal as readSentencePieceModel(), and
/// MalformedFile when a special token is missing.
Pipeline readXlmRobertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);
Pipeline readCamembertFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);
Pipeline readAlbertFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);
Pipeline readDebertaV2Files(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);

} // namespace vitrine
