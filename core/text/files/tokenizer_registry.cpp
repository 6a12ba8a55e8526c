// SPDX-License-Identifier: GPL-3.0-or-later
// Also the way in: which of the files of a folder is read.
#include "core/text/files/tokenizer_registry.h"

#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/text/files/tokenizer_files.h"
#include "core/text/pipeline/pipeline_tokenizer.h"
#include "core/text/tokenizers/byte_pair.h"
#include "core/text/tokenizers/unigram.h"
#include "core/text/tokenizers/word_piece.h"

namespace vitrine {
namespace {

constexpr std::string_view pointerStart = "version https://git-lfs.github.com/spec/v1";

void refusePointers(const TokenizerFiles& files)
{
    for (const auto& [name, bytes] : files) {
        if (bytes.starts_with(pointerStart)) {
            throw Refusal(ErrorCode::LfsPointer,
                name + " is a Git LFS pointer, not the file itself; run `git lfs pull` in the folder.", name);
        }
    }
}

Pipeline readPipeline(const TokenizerFiles& files, std::string_view family, const Progress& progress)
{
    std::vector<std::string> warnings;
    const TokenizerSettings settings = readTokenizerSettings(files, warnings, progress);
    const auto withWarnings = [&warnings](Pipeline pipeline) {
        pipeline.warnings.insert(pipeline.warnings.begin(), warnings.begin(), warnings.end());
        return pipeline;
    };
    if (const auto json = files.find("tokenizer.json"); json != files.end())
        return withWarnings(readTokenizerJson(json->second, settings, progress));
    for (const TokenizerFileEntry& entry : tokenizerFileRegistry()) {
        if (files.contains(entry.file) && (entry.family.empty() || entry.family == family))
            return withWarnings(entry.read(files, settings, progress));
    }
    for (const std::string_view other : { "vocab.json", "sentencepiece.bpe.model", "spiece.model", "spm.model" }) {
        if (files.contains(other)) {
            throw Refusal(ErrorCode::UnsupportedTokenizer,
                "The tokenizer of this " + shown(family) + " model is in " + std::string(other)
                    + ", which is not read for this family; put the tokenizer.json of the model beside it.",
                std::string(other));
        }
    }
    throw Refusal(ErrorCode::NotFound,
        "The model has no tokenizer: there is neither tokenizer.json nor vocab.txt; download one of them.",
        "tokenizer.json");
}

} // namespace

const std::vector<TokenModelEntry>& tokenModelRegistry()
{
    static const std::vector<TokenModelEntry> entries {
        { "BPE", makeBytePair },
        { "Unigram", makeUnigram },
        { "WordPiece", makeWordPiece },
        { "WordLevel", makeWordLevel },
    };
    return entries;
}

const std::vector<TokenizerFileEntry>& tokenizerFileRegistry()
{
    static const std::vector<TokenizerFileEntry> entries {
        { "vocab.json", "roberta", readRobertaFiles },
        { "vocab.json", "gpt2", readGpt2Files },
        { "vocab.json", "deberta", readDebertaFiles },
        { "vocab.json", "openai-gpt", readOpenAiGptFiles },
        { "vocab.txt", "", readBertFiles },
        { "sentencepiece.bpe.model", "xlm-roberta", readXlmRobertaFiles },
        { "sentencepiece.bpe.model", "camembert", readCamembertFiles },
        { "spiece.model", "albert", readAlbertFiles },
        { "spm.model", "deberta-v2", readDebertaV2Files },
    };
    return entries;
}

const std::vector<std::string>& tokenizerFileNames()
{
    static const std::vector<std::string> names { "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
        "added_tokens.json", "vocab.txt", "vocab.json", "merges.txt", "sentencepiece.bpe.model", "spiece.model",
        "spm.model" };
    return names;
}

std::unique_ptr<Tokenizer> makeTokenizer(const TokenizerFiles& files, std::string_view family, const Progress& progress)
{
    refusePointers(files);
    return std::make_unique<PipelineTokenizer>(readPipeline(files, family, progress));
}

} // namespace vitrine
