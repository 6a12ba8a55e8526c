// SPDX-License-Identifier: GPL-3.0-or-later
// Models over whole words: WordPiece, which cuts a word into pieces, and WordLevel, where each word is one token.
#pragma once

#include "core/text/tokenizers/token_model.h"

namespace vitrine {

class JsonField;

struct WordPieceOptions {
    std::string unknownToken = "[UNK]";
    std::string continuationPrefix = "##"; ///< of tokens that do not begin a word
    std::uint32_t maxWordCharacters = 100; ///< longer words are unknown
};

/// Schuster & Nakajima 2012, with the greedy search of BERT.
class WordPiece : public TokenModel {
public:
    /// Throws Refusal(MalformedFile) that begins with `file` when the vocabulary lacks the unknown token.
    WordPiece(Vocabulary vocabulary, const WordPieceOptions& options, std::string_view file);

    void tokenize(const Word& word, std::vector<WordToken>& out) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<int> unknownId() const override { return m_unknown; }
    std::string title() const override { return "WordPiece"; }

private:
    Vocabulary m_vocabulary;
    TokenTable m_continuations; ///< tokens with the prefix, without it
    std::uint32_t m_maxWordCharacters;
    int m_unknown;
};

/// Builds the model from `model` of tokenizer.json.
std::unique_ptr<TokenModel> makeWordPiece(const JsonField& model, std::vector<std::string>& warnings);

// A vocabulary of whole words.

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
