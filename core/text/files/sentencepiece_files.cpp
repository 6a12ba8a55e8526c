// SPDX-License-Identifier: GPL-3.0-or-later
// Four families share one kind of file and differ in what they put around its pieces.
#include "core/text/files/tokenizer_files.h"

#include "core/io/json/json_field.h"
#include "core/runtime/error.h"
#include "core/text/files/sentencepiece_model.h"
#include "core/text/files/special_tokens.h"
#include "core/text/pipeline/charsmap.h"
#include "core/text/pipeline/normal_form.h"
#include "core/text/pipeline/normalizer_steps.h"
#include "core/text/tokenizers/unigram.h"
#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

#include <set>

namespace vitrine {
namespace {

using Type = SentencePiece::Type;
using Steps = std::vector<std::unique_ptr<Normalizer>>;

/// What a family's classes call their special tokens where the settings do not.
struct SpecialTokens {
    std::string_view begin;
    std::string_view end;
    std::string_view unknown;
    std::string_view pad;
    std::string_view mask;
    bool maskStripsLeft; ///< "a <mask>" has no blank before the mask
    bool unknownIsNormalized; ///< looked for after normalisation
};

constexpr SpecialTokens fairseqTokens { "<s>", "</s>", "<unk>", "<pad>", "<mask>", true, false };
constexpr SpecialTokens albertTokens { "[CLS]", "[SEP]", "<unk>", "<pad>", "[MASK]", true, false };
constexpr SpecialTokens debertaTokens { "[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]", false, true };

TokenizerSettings withFamilyTokens(TokenizerSettings settings, const SpecialTokens& family)
{
    const auto name = [&settings](std::string_view role, std::string_view content) -> AddedToken& {
        AddedToken token;
        token.content = content;
        token.special = true;
        return settings.roles.try_emplace(std::string(role), token).first->second;
    };
    name("bos_token", family.begin);
    name("cls_token", family.begin);
    name("eos_token", family.end);
    name("sep_token", family.end);
    name("pad_token", family.pad);
    name("unk_token", family.unknown).normalized = family.unknownIsNormalized;
    name("mask_token", family.mask).stripLeft = family.maskStripsLeft;
    for (auto& [role, token] : settings.roles) {
        for (const AddedToken& other : settings.others) {
            if (token.id < 0 && other.content == token.content)
                token.id = other.id;
        }
    }
    return settings;
}

std::unique_ptr<TokenModel> modelOf(const SentencePieceModel& model, const std::string& file,
    std::vector<std::string>& warnings, const Progress& progress)
{
    ScoredPieces pieces;
    for (const SentencePiece& piece : model.pieces)
        pieces.add(piece.text, piece.score);
    return std::make_unique<Unigram>(
        std::move(pieces), UnigramOptions { model.unknownId, model.byteFallback }, file, warnings, progress);
}

/// Control and user-defined pieces are looked for in the text before it is cut. Of those that play a role the settings
/// know more.
void addPieceTokens(const SentencePieceModel& model, TokenizerSettings& settings)
{
    std::set<std::string_view> roles;
    for (const auto& [role, token] : settings.roles)
        roles.insert(token.content);
    for (const SentencePiece& piece : model.pieces) {
        if ((piece.type != Type::Control && piece.type != Type::UserDefined) || roles.contains(piece.text))
            continue;
        AddedToken& token = settings.others.emplace_back();
        token.content = piece.text;
        token.special = piece.type == Type::Control;
    }
}

/// The parts that all families have; `model` holds the pieces with the ids of the family.
Pipeline pipelineOf(
    const SentencePieceModel& model, const std::string& file, TokenizerSettings settings, const Progress& progress)
{
    Pipeline pipeline;
    pipeline.source = file;
    pipeline.model = modelOf(model, file, pipeline.warnings, progress);
    addPieceTokens(model, settings);
    addSpecialTokens(pipeline, settings);
    return pipeline;
}

PostProcessor templateOf(
    const Pipeline& pipeline, const SpecialTokens& family, PostProcessor (*make)(int classify, int separate))
{
    return make(neededToken(pipeline.specialIds.classify, family.begin, pipeline.source),
        neededToken(pipeline.specialIds.separate, family.end, pipeline.source));
}

void addCharsmap(const SentencePieceModel& model, const std::string& file, Steps& steps)
{
    if (!model.charsmap.empty())
        steps.push_back(std::make_unique<PrecompiledNormalizer>(
            Charsmap(model.charsmap, file + ": the table of characters", file)));
}

void addSingleBlanks(Steps& steps)
{
    steps.push_back(std::make_unique<ReplaceNormalizer>(matchBlankRuns(), " ", false));
}

/// The steps as tokenizer.json would have them.
std::unique_ptr<PreTokenizer> preTokenizerOf(const char* steps)
{
    const nlohmann::json document { { "type", "Sequence" }, { "pretokenizers", nlohmann::json::parse(steps) } };
    return makePreTokenizer(JsonField(document, "tokenizer.json"));
}

constexpr const char* wordsWithMarks = R"([{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁"}])";
constexpr const char* onlyMarks = R"([{"type":"Metaspace","replacement":"▁"}])";
constexpr const char* punctuationAndMarks = R"([{"type":"Punctuation"},{"type":"Metaspace","replacement":"▁"}])";

/// Fairseq's vocabularies begin with tokens of their own; the pieces from number `from` on follow.
Pipeline readFairseqFiles(const TokenizerFiles& files, const TokenizerSettings& given, std::vector<SentencePiece> first,
    std::size_t from, const Progress& progress)
{
    const std::string file = "sentencepiece.bpe.model";
    SentencePieceModel model = readSentencePieceModel(files.find(file)->second, file, progress);
    for (std::size_t i = 0; i < from; ++i) {
        if (i >= model.pieces.size() || model.pieces[i].type == Type::Normal)
            throw Refusal(ErrorCode::MalformedFile,
                file + ": piece " + std::to_string(i)
                    + " should be a special token, as this family has it; put the tokenizer.json of the model beside "
                      "the file.",
                file);
    }
    first.insert(first.end(), std::make_move_iterator(model.pieces.begin() + static_cast<std::ptrdiff_t>(from)),
        std::make_move_iterator(model.pieces.end()));
    first.push_back({ std::string(fairseqTokens.mask), 0, Type::Control });
    model.pieces = std::move(first);
    model.unknownId = 3;

    const TokenizerSettings settings = withFamilyTokens(given, fairseqTokens);
    Pipeline pipeline = pipelineOf(model, file, settings, progress);
    Steps steps;
    addCharsmap(model, file, steps);
    pipeline.normalizer = makeNormalizerSequence(std::move(steps));
    pipeline.preTokenizer = preTokenizerOf(wordsWithMarks);
    pipeline.postProcessor = templateOf(pipeline, fairseqTokens, robertaTemplate);
    return pipeline;
}

/// "9," but not "a,": ALBERT's classes keep such pieces from being used.
bool isNumberWithComma(const std::string& piece)
{
    if (!piece.ends_with(','))
        return false;
    std::size_t at = piece.size() - 1;
    do {
        if (at == 0)
            return false;
        --at;
    } while (isUtf8Continuation(piece[at]));
    return isNumber(readUtf8(piece, at));
}

} // namespace

Pipeline readXlmRobertaFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress)
{
    return readFairseqFiles(files, settings,
        { { "<s>", 0, Type::Control }, { "<pad>", 0, Type::Control }, { "</s>", 0, Type::Control },
            { "<unk>", 0, Type::Unknown } },
        3, progress);
}

Pipeline readCamembertFiles(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress)
{
    // <s> and </s> of the file itself are 5 and 6.
    return readFairseqFiles(files, settings,
        { { "<s>NOTUSED", 0 }, { "<pad>", 0, Type::Control }, { "</s>NOTUSED", 0 }, { "<unk>", 0, Type::Unknown },
            { "<unk>NOTUSED", -100 } },
        1, progress);
}

Pipeline readAlbertFiles(const TokenizerFiles& files, const TokenizerSettings& given, const Progress& progress)
{
    const std::string file = "spiece.model";
    SentencePieceModel model = readSentencePieceModel(files.find(file)->second, file, progress);
    for (SentencePiece& piece : model.pieces)
        piece.score -= isNumberWithComma(piece.text) ? 100 : 0;

    const TokenizerSettings settings = withFamilyTokens(given, albertTokens);
    Pipeline pipeline = pipelineOf(model, file, settings, progress);
    Steps steps;
    for (const char* quotes : { "``", "''" })
        steps.push_back(std::make_unique<ReplaceNormalizer>(matchString(quotes), "\"", true));
    if (!settings.keepAccents.value_or(false)) {
        steps.push_back(std::make_unique<NormalFormNormalizer>(NormalForm::NFKD));
        steps.push_back(std::make_unique<StripAccentsNormalizer>());
    }
    if (settings.lowerCase.value_or(true))
        steps.push_back(std::make_unique<LowercaseNormalizer>());
    addCharsmap(model, file, steps);
    addSingleBlanks(steps);
    pipeline.normalizer = makeNormalizerSequence(std::move(steps));
    pipeline.preTokenizer = preTokenizerOf(wordsWithMarks);
    pipeline.postProcessor = templateOf(pipeline, albertTokens, bertTemplate);
    return pipeline;
}

Pipeline readDebertaV2Files(const TokenizerFiles& files, const TokenizerSettings& given, const Progress& progress)
{
    const std::string file = "spm.model";
    const SentencePieceModel model = readSentencePieceModel(files.find(file)->second, file, progress);
    const TokenizerSettings settings = withFamilyTokens(given, debertaTokens);
    Pipeline pipeline = pipelineOf(model, file, settings, progress);
    Steps steps;
    if (settings.lowerCase.value_or(false))
        steps.push_back(std::make_unique<LowercaseNormalizer>());
    steps.push_back(std::make_unique<StripNormalizer>(true, true));
    addCharsmap(model, file, steps);
    addSingleBlanks(steps);
    pipeline.normalizer = makeNormalizerSequence(std::move(steps));
    pipeline.preTokenizer
        = preTokenizerOf(settings.splitByPunctuation.value_or(false) ? punctuationAndMarks : onlyMarks);
    pipeline.postProcessor = templateOf(pipeline, debertaTokens, bertTemplate);
    return pipeline;
}

} // namespace vitrine
