// SPDX-License-Identifier: GPL-3.0-or-later
// Where two places describe one token, the one that says how it treats blanks counts.
#include "core/text/files/special_tokens.h"

#include "core/runtime/error.h"
#include "core/text/files/tokenizer_settings.h"

#include <algorithm>
#include <initializer_list>
#include <set>

namespace vitrine {

TokenizerSettings withUsualTokens(
    TokenizerSettings settings, std::span<const UsualToken> usual, const Vocabulary& vocabulary)
{
    for (const UsualToken& one : usual) {
        AddedToken token;
        token.content = one.content;
        token.special = true;
        token.stripLeft = one.stripLeft;
        if (vocabulary.idOf(one.content))
            settings.roles.try_emplace(std::string(one.role), token);
    }
    return settings;
}

void addSpecialTokens(Pipeline& pipeline, const TokenizerSettings& settings)
{
    std::vector<AddedToken> tokens = settings.others;
    const auto ordinary
        = std::stable_partition(tokens.begin(), tokens.end(), [](const AddedToken& token) { return token.special; });
    std::vector<AddedToken> roles;
    for (const auto& [role, token] : settings.roles)
        roles.push_back(token);
    tokens.insert(ordinary, roles.begin(), roles.end());
    const Vocabulary& vocabulary = pipeline.model->vocabulary();
    pipeline.addedTokens = resolveAddedTokens(std::move(tokens), vocabulary, pipeline.source, pipeline.warnings);
    pipeline.specialIds = specialTokenIds(settings, vocabulary, pipeline.addedTokens, pipeline.model->unknownId());
    pipeline.maxTokens = settings.maxTokens;
}

int neededToken(std::optional<int> id, std::string_view token, const std::string& file)
{
    if (!id) {
        throw Refusal(ErrorCode::MalformedFile,
            file + ": the token '" + std::string(token)
                + "', which stands around every text, is missing; download the file again.",
            file);
    }
    return *id;
}

// Which id an added token has, and which tokens play which part.

namespace {

/// The id that the files or the vocabulary give a token; −1 when none does.
int givenId(
    const AddedToken& token, const Vocabulary& vocabulary, std::string_view file, std::vector<std::string>& warnings)
{
    const auto known = vocabulary.idOf(token.content);
    if (!known)
        return token.id;
    if (token.id >= 0 && token.id != *known) {
        warnings.push_back(std::string(file) + " gives the token '" + token.content + "' the id "
            + std::to_string(token.id) + ", the vocabulary " + std::to_string(*known) + ", which is used.");
    }
    return *known;
}

[[noreturn]] void refuseId(const AddedToken& token, const std::string& why, std::string_view file)
{
    throw Refusal(ErrorCode::MalformedFile,
        std::string(file) + ": the added token '" + token.content + "' has the id " + std::to_string(token.id) + ", "
            + why + ".",
        std::string(file));
}

std::string takenBy(const std::string& other) { return "which belongs to '" + other + "'"; }

} // namespace

std::vector<AddedToken> resolveAddedTokens(std::vector<AddedToken> tokens, const Vocabulary& vocabulary,
    std::string_view file, std::vector<std::string>& warnings)
{
    std::set<std::string, std::less<>> seen;
    std::erase_if(tokens,
        [&seen](const AddedToken& token) { return token.content.empty() || !seen.insert(token.content).second; });

    std::map<int, std::string> contentOf;
    int next = vocabulary.size();
    for (AddedToken& token : tokens) {
        token.id = givenId(token, vocabulary, file, warnings);
        if (token.id < 0)
            continue;
        if (static_cast<std::size_t>(token.id) > static_cast<std::size_t>(vocabulary.size()) + Vocabulary::maxHole)
            refuseId(token, "far above the vocabulary of " + std::to_string(vocabulary.size()) + " tokens", file);
        const std::string& inVocabulary = vocabulary.tokenOf(token.id);
        if (!inVocabulary.empty() && inVocabulary != token.content)
            refuseId(token, takenBy(inVocabulary), file);
        const auto [place, isNew] = contentOf.emplace(token.id, token.content);
        if (!isNew)
            refuseId(token, takenBy(place->second), file);
        next = std::max(next, token.id + 1);
    }
    for (AddedToken& token : tokens) {
        if (token.id < 0)
            token.id = next++;
    }
    return tokens;
}

SpecialTokenIds specialTokenIds(const TokenizerSettings& settings, const Vocabulary& vocabulary,
    const std::vector<AddedToken>& added, std::optional<int> unknown)
{
    const auto idOf = [&](std::string_view content) {
        for (const AddedToken& token : added) {
            if (token.content == content)
                return std::optional(token.id);
        }
        return vocabulary.idOf(content);
    };
    const auto find = [&](std::string_view role, std::initializer_list<std::string_view> usualNames) {
        std::optional<int> id;
        if (const auto token = settings.roles.find(role); token != settings.roles.end())
            id = idOf(token->second.content);
        for (const std::string_view name : usualNames) {
            if (!id)
                id = idOf(name);
        }
        return id;
    };
    SpecialTokenIds ids;
    ids.pad = find("pad_token", { "[PAD]", "<pad>" });
    ids.mask = find("mask_token", { "[MASK]", "<mask>" });
    ids.classify = find("cls_token", { "[CLS]", "<s>" });
    ids.separate = find("sep_token", { "[SEP]", "</s>" });
    ids.unknown = unknown ? unknown : find("unk_token", { "[UNK]", "<unk>" });
    return ids;
}

} // namespace vitrine
