// SPDX-License-Identifier: GPL-3.0-or-later
// Special tokens of families whose folders do not name them.
#pragma once

#include "core/text/files/tokenizer_settings.h"
#include "core/text/pipeline/pipeline.h"

#include <span>

namespace vitrine {

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
