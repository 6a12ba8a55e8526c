// SPDX-License-Identifier: GPL-3.0-or-later
// Where two places describe one token, the one that says how it treats blanks counts.
#include "core/text/files/special_tokens.h"

#include "core/runtime/error.h"

#include <algorithm>

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

} // namespace vitrine
