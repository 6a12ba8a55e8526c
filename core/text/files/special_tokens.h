// SPDX-License-Identifier: GPL-3.0-or-later
// Special tokens: their ids, the parts they play, and the usual ones of families whose folders do not name them.
#pragma once

#include "core/text/files/tokenizer_settings.h"
#include "core/text/pipeline/pipeline.h"

#include <span>

namespace vitrine {

/// Gives every token its id: that of the vocabulary where it has the token, else its own, else the next free one.
/// A token equal to one before is left out. Throws Refusal(MalformedFile) when two different tokens have one id.
std::vector<AddedToken> resolveAddedTokens(std::vector<AddedToken> tokens, const Vocabulary& vocabulary,
    std::string_view file, std::vector<std::string>& warnings);

/// The ids of the roles: by the settings, else by the usual names ([PAD], <pad>, …).
SpecialTokenIds specialTokenIds(const TokenizerSettings& settings, const Vocabulary& vocabulary,
    const std::vector<AddedToken>& added, std::optional<int> unknown);

/// A role, "cls_token", and the token that usually plays it.
struct UsualToken {
    std::string_view role;
    std::string_view content;
    bool stripLeft = false;
};

/// `settings` with the usual tokens where they name none; those only when the vocabulary has them.
TokenizerSettings withUsualTokens(
    TokenizerSettings settings, std::span<const UsualToken> usual, const Vocabulary& vocabulary);

/// Fills in addedTokens, specialIds and maxTokens of a pipeline that has its model. Throws Refusal(MalformedFile) for
/// ids that disagree.
void addSpecialTokens(Pipeline& pipeline, const TokenizerSettings& settings);

/// The id, which a template needs. Throws Refusal(MalformedFile): "vocab.txt: the token '[SEP]', which stands around
/// every text, is missing; …".
int neededToken(std::optional<int> id, std::string_view token, const std::string& file);

} // namespace vitrine
