// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a tokenizer, as its files describe them.
#pragma once

#include "core/text/pipeline/added_tokens.h"
#include "core/text/pipeline/normalizer.h"
#include "core/text/pipeline/post_processor.h"
#include "core/text/pipeline/pre_tokenizer.h"
#include "core/text/tokenizers/token_model.h"
#include "core/text/tokenizers/tokenizer.h"

namespace vitrine {

/// In the order in which a text goes through them.
struct Pipeline {
    std::vector<AddedToken> addedTokens;
    std::unique_ptr<Normalizer> normalizer; ///< may be null
    std::unique_ptr<PreTokenizer> preTokenizer; ///< may be null: the text between two added tokens is one word
    std::unique_ptr<TokenModel> model; ///< never null
    PostProcessor postProcessor;

    SpecialTokenIds specialIds;
    std::optional<int> maxTokens;
    std::string source; ///< the file it came from, "tokenizer.json"
    std::vector<std::string> warnings;
};

} // namespace vitrine
