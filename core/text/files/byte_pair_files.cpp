// SPDX-License-Identifier: GPL-3.0-or-later
// The pipelines are not written down in these folders: they are the classes'.
#include "core/text/files/tokenizer_files.h"

#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/runtime/error.h"
#include "core/text/files/special_tokens.h"
#include "core/text/pipeline/bert_steps.h"
#include "core/text/pipeline/byte_level.h"
#include "core/text/tokenizers/byte_pair.h"

#include <array>

namespace vitrine {
namespace {

constexpr std::array<UsualToken, 7> robertaTokens { { { "bos_token", "<s>" }, { "eos_token", "</s>" },
    { "sep_token", "</s>" }, { "cls_token", "<s>" }, { "unk_token", "<unk>" }, { "pad_token", "<pad>" },
    { "mask_token", "<mask>", true } } };
constexpr std::array<UsualToken, 5> debertaTokens { { { "sep_token", "[SEP]" }, { "cls_token", "[CLS]" },
    { "unk_token", "[UNK]" }, { "pad_token", "[PAD]" }, { "mask_token", "[MASK]", true } } };
constexpr std::array<UsualToken, 3> gpt2Tokens { { { "unk_token", "<|endoftext|>" }, { "bos_token", "<|endoftext|>" },
    { "eos_token", "<|endoftext|>" } } };
constexpr std::array<UsualToken, 1> openAiGptTokens { { { "unk_token", "<unk>" } } };

std::vector<TokenPair> mergesOf(const TokenizerFiles& files)
{
    const auto file = files.find("merges.txt");
    if (file == files.end()) {
        throw Refusal(ErrorCode::NotFound,
            "The tokenizer in vocab.json needs merges.txt, which is not beside it; download that file too.",
            "merges.txt");
    }
    return readMergesFile(file->second);
}

Pipeline readFiles(const TokenizerFiles& files, const TokenizerSettings& given, std::span<const UsualToken> usual,
    BytePairOptions options = {})
{
    Pipeline pipeline;
    pipeline.source = "vocab.json";
    const nlohmann::json document
        = parseJson(files.find("vocab.json")->second, pipeline.source, {}, &pipeline.warnings);
    Vocabulary vocabulary = readVocabulary(JsonField(document, pipeline.source), pipeline.warnings);
    const TokenizerSettings settings = withUsualTokens(given, usual, vocabulary);
    pipeline.model
        = std::make_unique<BytePair>(std::move(vocabulary), mergesOf(files), std::move(options), "merges.txt");
    addSpecialTokens(pipeline, settings);
    return pipeline;
}

Pipeline readByteLevelFiles(
    const TokenizerFiles& files, const TokenizerSettings& settings, std::span<const UsualToken> usual)
{
    Pipeline pipeline = readFiles(files, settings, usual);
    pipeline.preTokenizer = std::make_unique<ByteLevelPreTokenizer>(
        ByteLevelOptions { .addPrefixSpace = settings.addPrefixSpace.value_or(false) });
    return pipeline;
}

} // namespace

Pipeline readRobertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings)
{
    Pipeline pipeline = readByteLevelFiles(files, settings, robertaTokens);
    pipeline.postProcessor = robertaTemplate(neededToken(pipeline.specialIds.classify, "<s>", pipeline.source),
        neededToken(pipeline.specialIds.separate, "</s>", pipeline.source));
    pipeline.postProcessor.trimsOffsets = settings.trimOffsets.value_or(true);
    pipeline.postProcessor.keepsPrefixBlank = settings.addPrefixSpace.value_or(false);
    return pipeline;
}

Pipeline readGpt2Files(const TokenizerFiles& files, const TokenizerSettings& settings)
{
    return readByteLevelFiles(files, settings, gpt2Tokens);
}

Pipeline readDebertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings)
{
    Pipeline pipeline = readByteLevelFiles(files, settings, debertaTokens);
    pipeline.postProcessor = bertTemplate(neededToken(pipeline.specialIds.classify, "[CLS]", pipeline.source),
        neededToken(pipeline.specialIds.separate, "[SEP]", pipeline.source));
    return pipeline;
}

Pipeline readOpenAiGptFiles(const TokenizerFiles& files, const TokenizerSettings& settings)
{
    BytePairOptions options;
    const auto unknown = settings.roles.find("unk_token");
    options.unknownToken = unknown != settings.roles.end() ? unknown->second.content : "<unk>";
    options.endOfWordSuffix = "</w>";
    Pipeline pipeline = readFiles(files, settings, openAiGptTokens, std::move(options));
    pipeline.normalizer = std::make_unique<BertNormalizer>(BertNormalizerOptions {});
    pipeline.preTokenizer = std::make_unique<BertPreTokenizer>();
    return pipeline;
}

} // namespace vitrine
