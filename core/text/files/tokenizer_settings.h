// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside the vocabulary: tokenizer_config.json, special_tokens_map.json and added_tokens.json.
#pragma once

#include "core/text/pipeline/added_tokens.h"
#include "core/text/tokenizers/tokenizer.h"
#include "core/text/tokenizers/vocabulary.h"

namespace vitrine {

/// Settings as the files give them; absent ones keep the family's defaults.
struct TokenizerSettings {
    std::optional<bool> lowerCase;
    std::optional<bool> stripAccents;
    std::optional<bool> separateIdeographs;
    std::optional<bool> keepAccents;
    std::optional<bool> splitByPunctuation;
    std::optional<bool> addPrefixSpace; ///< of byte-level tokenizers
    std::optional<bool> trimOffsets;
    std::optional<int> maxTokens;

    /// Special tokens by role, "unk_token", "pad_token", …
    std::map<std::string, AddedToken, std::less<>> roles;
    /// All others, the id −1 where the files give none.
    std::vector<AddedToken> others;
};

/// Reads the three files, each of which may be missing. Throws Refusal naming file and place:
/// MalformedFile, BadEncoding, TooLarge; Cancelled.
TokenizerSettings readTokenizerSettings(
    const TokenizerFiles& files, std::vector<std::string>& warnings, const Progress& progress = {});

/// Reads one token object of tokenizer.json or tokenizer_config.json: content, special, normalized, lstrip, rstrip,
/// single_word.
AddedToken readAddedToken(const JsonField& token);

} // namespace vitrine
