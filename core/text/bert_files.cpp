// SPDX-License-Identifier: GPL-3.0-or-later
// The pipeline is not written down in these folders: it is the class's.
#include "core/text/bert_files.h"

#include "core/runtime/error.h"
#include "core/text/bert_normalizer.h"
#include "core/text/bert_pre_tokenizer.h"
#include "core/text/vocabulary_file.h"
#include "core/text/word_piece.h"

#include <array>

namespace vitrine {
namespace {

    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> usualTokens { { { "unk_token", "[UNK]" },
        { "sep_token", "[SEP]" }, { "pad_token", "[PAD]" }, { "cls_token", "[CLS]" }, { "mask_token", "[MASK]" } } };

    /// Special tokens with BERT's names where the settings give none; those only when the vocabulary has them.
    TokenizerSettings withUsualTokens(TokenizerSettings settings, const Vocabulary& vocabulary)
    {
        for (const auto& [role, content] : usualTokens) {
            AddedToken token;
            token.content = content;
            token.special = true;
            if (vocabulary.idOf(content))
                settings.roles.try_emplace(std::string(role), token);
        }
        return settings;
    }

    int needed(std::optional<int> id, std::string_view token)
    {
        if (!id) {
            throw Refusal(ErrorCode::MalformedFile,
                "vocab.txt: the token '" + std::string(token) + "', which stands around every text, is missing; download the file again.",
                "vocab.txt");
        }
        return *id;
    }

} // namespace

Pipeline readBertFiles(const TokenizerFiles& files, const TokenizerSettings& given)
{
    Pipeline pipeline;
    pipeline.source = "vocab.txt";
    Vocabulary vocabulary = readVocabularyFile(files.find("vocab.txt")->second, pipeline.warnings);
    const TokenizerSettings settings = withUsualTokens(given, vocabulary);

    WordPieceOptions options;
    if (const auto unknown = settings.roles.find("unk_token"); unknown != settings.roles.end())
        options.unknownToken = unknown->second.content;
    pipeline.model = std::make_unique<WordPiece>(std::move(vocabulary), options, pipeline.source);

    std::vector<AddedToken> tokens;
    for (const auto& [role, token] : settings.roles)
        tokens.push_back(token);
    tokens.insert(tokens.end(), settings.others.begin(), settings.others.end());
    const Vocabulary& known = pipeline.model->vocabulary();
    pipeline.addedTokens = resolveAddedTokens(std::move(tokens), known, pipeline.source, pipeline.warnings);
    pipeline.specialIds = specialTokenIds(settings, known, pipeline.addedTokens, pipeline.model->unknownId());

    BertNormalizerOptions normalizer;
    normalizer.lowerCase = settings.lowerCase.value_or(true);
    normalizer.stripAccents = settings.stripAccents.value_or(normalizer.lowerCase);
    normalizer.separateIdeographs = settings.separateIdeographs.value_or(true);
    pipeline.normalizer = std::make_unique<BertNormalizer>(normalizer);
    pipeline.preTokenizer = std::make_unique<BertPreTokenizer>();
    pipeline.postProcessor = bertTemplate(needed(pipeline.specialIds.classify, "[CLS]"), needed(pipeline.specialIds.separate, "[SEP]"));
    pipeline.maxTokens = settings.maxTokens;
    return pipeline;
}

} // namespace vitrine
