// SPDX-License-Identifier: GPL-3.0-or-later
// The pipelines are not written down in these folders: they are the classes'.
#include "core/text/files/tokenizer_files.h"

#include "core/io/json/json_parts.h"
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

MergeList mergesOf(const TokenizerFiles& files, const Progress& progress)
{
    const auto file = files.find("merges.txt");
    if (file == files.end()) {
        throw Refusal(ErrorCode::NotFound,
            "The tokenizer in vocab.json needs merges.txt, which is not beside it; download that file too.",
            "merges.txt");
    }
    return readMergesFile(file->second, progress);
}

Pipeline readFiles(const TokenizerFiles& files, const TokenizerSettings& given, std::span<const UsualToken> usual,
    const Progress& progress, BytePairOptions options = {})
{
    Pipeline pipeline;
    pipeline.source = "vocab.json";
    const std::string& bytes = files.find(pipeline.source)->second;
    VocabularyBuilder tokens(bytes.size());
    JsonParts parts;
    parts.handOver({}, [&](const JsonMember& member) { takeToken(member, pipeline.source, tokens); });
    const nlohmann::json rest = parts.read(bytes, pipeline.source, {}, &pipeline.warnings, progress);
    Vocabulary vocabulary = makeVocabulary(
        JsonField(rest, pipeline.source), pipeline.source, std::move(tokens), pipeline.warnings, progress);
    const TokenizerSettings settings = withUsualTokens(given, usual, vocabulary);
    pipeline.model = std::make_unique<BytePair>(
        std::move(vocabulary), mergesOf(files, progress), std::move(options), "merges.txt", progress);
    addSpecialTokens(pipeline, settings);
    return pipeline;
}

Pipeline readByteLevelFiles(const TokenizerFiles& files, const TokenizerSettings& settings,
    std::span<const UsualToken> usual, const Progress& progress)
{
    Pipeline pipeline = readFiles(files, settings, usual, progress);
    pipeline.preTokenizer = std::make_unique<ByteLevelPreTokenizer>(
        ByteLevelOptions { .addPrefixSpace = settings.addPrefixSpace.value_or(false) });
    return pipeline;
}

} // namespace

Pipeline readRobertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress)
{
    Pipeline pipeline = readByteLevelFiles(files, settings, robertaTokens, progress);
    pipeline.postProcessor = robertaTemplate(neededToken(pipeline.specialIds.classify, "<s>", pipeline.source),
        neededToken(pipeline.specialIds.separate, "</s>", pipeline.source));
    pipeline.postProcessor.trimsOffsets = settings.trimOffsets.value_or(true);
    pipeline.postProcessor.keepsPrefixBlank = settings.addPrefixSpace.value_or(false);
    return pipeline;
}

Pipeline readGpt2Files(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress)
{
    return readByteLevelFiles(files, settings, gpt2Tokens, progress);
}

Pipeline readDebertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress)
{
    Pipeline pipeline = readByteLevelFiles(files, settings, debertaTokens, progress);
    pipeline.postProcessor = bertTemplate(neededToken(pipeline.specialIds.classify, "[CLS]", pipeline.source),
        neededToken(pipeline.specialIds.separate, "[SEP]", pipeline.source));
    return pipeline;
}

Pipeline readOpenAiGptFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress)
{
    BytePairOptions options;
    const auto unknown = settings.roles.find("unk_token");
    options.unknownToken = unknown != settings.roles.end() ? unknown->second.content : "<unk>";
    options.endOfWordSuffix = "</w>";
    Pipeline pipeline = readFiles(files, settings, openAiGptTokens, progress, std::move(options));
    pipeline.normalizer = std::make_unique<BertNormalizer>(BertNormalizerOptions {});
    pipeline.preTokenizer = std::make_unique<BertPreTokenizer>();
    return pipeline;
}

} // namespace vitrine
