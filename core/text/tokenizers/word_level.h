// SPDX-License-Identifier: GPL-3.0-or-later
// A vocabulary of whole words.
#pragma once

#include "core/text/tokenizers/token_model.h"

namespace vitrine {

class JsonField;

class WordLevel : public TokenModel {
public:
    /// Throws Refusal(MalformedFile) that begins with `file` when the vocabulary lacks the unknown token.
    WordLevel(Vocabulary vocabulary, std::string_view unknownToken, std::string_view file);

    void tokenize(const Word& word, std::vector<WordToken>& out) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<int> unknownId() const override { return m_unknown; }
    std::string title() const override { return "WordLevel"; }

private:
    Vocabulary m_vocabulary;
    int m_unknown;
};

/// Builds the model from `model` of tokenizer.json.
std::unique_ptr<TokenModel> makeWordLevel(const JsonField& model, std::vector<std::string>& warnings);

} // namespace vitrine
