// SPDX-License-Identifier: GPL-3.0-or-later
// `padding` is not read, because texts are never padded; `decoder` neither, because no text is made from ids here.
#include "core/text/files/tokenizer_files.h"

#include "core/io/json/json_parts.h"
#include "core/text/files/special_tokens.h"
#include "core/text/files/tokenizer_registry.h"
#include "core/text/pipeline/step_type.h"
#include "core/text/tokenizers/model_parts.h"

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

std::unique_ptr<TokenModel> makeModel(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress)
{
    const std::string type = typeOf(model);
    for (const TokenModelEntry& entry : tokenModelRegistry()) {
        if (entry.type == type)
            return entry.make(model, std::move(parts), warnings, progress);
    }
    refuseStep("'" + shown(type) + "'");
}

std::optional<int> truncationOf(const JsonField& root)
{
    const auto truncation = root.find("truncation");
    if (!truncation)
        return std::nullopt;
    return static_cast<int>(truncation->at("max_length").integer(1, 1'000'000));
}

} // namespace

Pipeline readTokenizerJson(std::string_view bytes, const TokenizerSettings& settings, const Progress& progress)
{
    Pipeline pipeline;
    pipeline.source = "tokenizer.json";
    ModelParts model;
    model.tokens = VocabularyBuilder(bytes.size());
    model.pieces.texts = VocabularyBuilder(bytes.size());
    model.merges.reserve(bytes.size());
    std::vector<AddedToken> added;
    JsonParts parts;
    parts.handOver("model.vocab", [&](const JsonMember& member) {
        if (member.inList)
            takePiece(member, pipeline.source, model.pieces);
        else
            takeToken(member, pipeline.source, model.tokens);
    });
    parts.handOver(
        "model.merges", [&](const JsonMember& element) { takeMerge(element, pipeline.source, model.merges); });
    parts.handOver("added_tokens", [&](const JsonMember& element) {
        if (!element.inList)
            return;
        const JsonField field = element.field(pipeline.source);
        AddedToken& token = added.emplace_back(readAddedToken(field));
        token.id = static_cast<int>(field.at("id").integer(0, Vocabulary::maxEntries));
    });
    const nlohmann::json document = parts.read(bytes, pipeline.source, {}, &pipeline.warnings, progress);
    const JsonField root(document, pipeline.source);
    if (const auto list = root.find("added_tokens"); list && !list->json().is_array())
        list->refuse("be a list");

    pipeline.model = makeModel(root.at("model"), std::move(model), pipeline.warnings, progress);
    if (const auto step = root.find("normalizer")) {
        boundSteps(*step, "normalizers");
        pipeline.normalizer = makeNormalizer(*step);
    }
    if (const auto step = root.find("pre_tokenizer")) {
        boundSteps(*step, "pretokenizers");
        pipeline.preTokenizer = makePreTokenizer(*step);
    }
    if (const auto step = root.find("post_processor")) {
        boundSteps(*step, "processors");
        pipeline.postProcessor = makePostProcessor(*step);
    }

    const Vocabulary& vocabulary = pipeline.model->vocabulary();
    pipeline.addedTokens = resolveAddedTokens(std::move(added), vocabulary, pipeline.source, pipeline.warnings);
    pipeline.specialIds = specialTokenIds(settings, vocabulary, pipeline.addedTokens, pipeline.model->unknownId());
    pipeline.maxTokens = settings.maxTokens ? settings.maxTokens : truncationOf(root);
    return pipeline;
}

} // namespace vitrine
