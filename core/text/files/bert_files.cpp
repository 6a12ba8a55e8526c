// SPDX-License-Identifier: GPL-3.0-or-later
// The pipeline is not written down in these folders: it is the class's.
#include "core/text/files/tokenizer_files.h"

#include "core/text/files/special_tokens.h"
#include "core/text/pipeline/bert_steps.h"
#include "core/text/tokenizers/vocabulary.h"
#include "core/text/tokenizers/word_piece.h"

#include <array>

namespace vitrine {
namespace {

constexpr std::array<UsualToken, 5> usualTokens { { { "unk_token", "[UNK]" }, { "sep_token", "[SEP]" },
    { "pad_token", "[PAD]" }, { "cls_token", "[CLS]" }, { "mask_token", "[MASK]" } } };

} // namespace

Pipeline readBertFiles(const TokenizerFiles& files, const TokenizerSettings& given, const Progress& progress)
{
    Pipeline pipeline;
    pipeline.source = "vocab.txt";
    Vocabulary vocabulary = readVocabularyFile(files.find("vocab.txt")->second, pipeline.warnings, progress);
    const TokenizerSettings settings = withUsualTokens(given, usualTokens, vocabulary);

    WordPieceOptions options;
    if (const auto unknown = settings.roles.find("unk_token"); unknown != settings.roles.end())
        options.unknownToken = unknown->second.content;
    pipeline.model = std::make_unique<WordPiece>(std::move(vocabulary), options, pipeline.source);
    addSpecialTokens(pipeline, settings);

    BertNormalizerOptions normalizer;
    normalizer.lowerCase = settings.lowerCase.value_or(true);
    normalizer.stripAccents = settings.stripAccents.value_or(normalizer.lowerCase);
    normalizer.separateIdeographs = settings.separateIdeographs.value_or(true);
    pipeline.normalizer = std::make_unique<BertNormalizer>(normalizer);
    pipeline.preTokenizer = std::make_unique<BertPreTokenizer>();
    pipeline.postProcessor = bertTemplate(neededToken(pipeline.specialIds.classify, "[CLS]", pipeline.source),
        neededToken(pipeline.specialIds.separate, "[SEP]", pipeline.source));
    return pipeline;
}

} // namespace vitrine
