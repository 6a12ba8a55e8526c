// SPDX-License-Identifier: GPL-3.0-or-later
// Models over whole words: WordPiece, which cuts a word into pieces, and WordLevel, where each word is one token.
#pragma once

#include "core/text/tokenizers/token_model.h"

#include <array>

namespace vitrine {

class JsonField;
struct ModelParts;

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

    void tokenize(const Word& word, std::vector<WordToken>& out, const Progress* progress) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<int> unknownId() const override { return m_unknown; }
    std::string title() const override { return "WordPiece"; }

private:
    std::string_view continuation(int id) const { return m_vocabulary.tokenOf(id).substr(m_prefixBytes); }
    WordToken longestAt(const Word& word, std::uint32_t first) const;

    Vocabulary m_vocabulary;
    std::size_t m_prefixBytes;
    TokenTable m_continuations; ///< tokens with the prefix, without it
    std::array<std::uint16_t, 256> m_longest; ///< bytes of the longest token that begins with a byte; 0: none does
    std::array<std::uint16_t, 256> m_longestContinuation; ///< without the prefix
    PieceTrie m_starts; ///< of all tokens, where some are so long that trying every length would take long
    PieceTrie m_continuationStarts;
    std::uint32_t m_maxWordCharacters;
    int m_unknown;
};

/// Builds the model from `model` of tokenizer.json.
std::unique_ptr<TokenModel> makeWordPiece(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress);

// A vocabulary of whole words.

class WordLevel : public TokenModel {
public:
    /// Throws Refusal(MalformedFile) that begins with `file` when the vocabulary lacks the unknown token.
    WordLevel(Vocabulary vocabulary, std::string_view unknownToken, std::string_view file);

    void tokenize(const Word& word, std::vector<WordToken>& out, const Progress* progress) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<int> unknownId() const override { return m_unknown; }
    std::string title() const override { return "WordLevel"; }

private:
    Vocabulary m_vocabulary;
    int m_unknown;
};

/// Builds the model from `model` of tokenizer.json.
std::unique_ptr<TokenModel> makeWordLevel(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress);

} // namespace vitrine
