// SPDX-License-Identifier: GPL-3.0-or-later
// `padding` is not read, because texts are never padded; `decoder` neither, because no text is made from ids here.
#include "core/text/files/tokenizer_files.h"

#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/text/files/special_tokens.h"
#include "core/text/files/tokenizer_registry.h"
#include "core/text/pipeline/step_type.h"

namespace vitrine {
namespace {

/// The type that old files leave out.
std::string typeOf(const JsonField& model)
{
    if (const auto type = model.find("type"))
        return type->string();
    if (model.find("merges"))
        return "BPE";
    const auto vocabulary = model.find("vocab");
    if (vocabulary && vocabulary->json().is_array())
        return "Unigram";
    return model.find("continuing_subword_prefix") ? "WordPiece" : "WordLevel";
}

std::unique_ptr<TokenModel> makeModel(const JsonField& model, std::vector<std::string>& warnings)
{
    const std::string type = typeOf(model);
    for (const TokenModelEntry& entry : tokenModelRegistry()) {
        if (entry.type == type)
            return entry.make(model, warnings);
    }
    refuseStep("'" + type + "'");
}

std::vector<AddedToken> addedTokensOf(const JsonField& root)
{
    std::vector<AddedToken> tokens;
    const auto list = root.find("added_tokens");
    if (!list)
        return tokens;
    for (const JsonField& field : list->elements()) {
        AddedToken token = readAddedToken(field);
        token.id = static_cast<int>(field.at("id").integer(0, Vocabulary::maxEntries));
        tokens.push_back(std::move(token));
    }
    return tokens;
}

std::optional<int> truncationOf(const JsonField& root)
{
    const auto truncation = root.find("truncation");
    if (!truncation)
        return std::nullopt;
    return static_cast<int>(truncation->at("max_length").integer(1, 1'000'000));
}

} // namespace

Pipeline readTokenizerJson(std::string_view bytes, const TokenizerSettings& settings)
{
    Pipeline pipeline;
    pipeline.source = "tokenizer.json";
    const nlohmann::json document = parseJson(bytes, pipeline.source, {}, &pipeline.warnings);
    const JsonField root(document, pipeline.source);

    pipeline.model = makeModel(root.at("model"), pipeline.warnings);
    if (const auto step = root.find("normalizer"))
        pipeline.normalizer = makeNormalizer(*step);
    if (const auto step = root.find("pre_tokenizer"))
        pipeline.preTokenizer = makePreTokenizer(*step);
    if (const auto step = root.find("post_processor"))
        pipeline.postProcessor = makePostProcessor(*step);

    const Vocabulary& vocabulary = pipeline.model->vocabulary();
    pipeline.addedTokens = resolveAddedTokens(addedTokensOf(root), vocabulary, pipeline.source, pipeline.warnings);
    pipeline.specialIds = specialTokenIds(settings, vocabulary, pipeline.addedTokens, pipeline.model->unknownId());
    pipeline.maxTokens = settings.maxTokens ? settings.maxTokens : truncationOf(root);
    return pipeline;
}

} // namespace vitrine
