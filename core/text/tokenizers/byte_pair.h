// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-pair encoding: neighbouring tokens are joined, the most usual pair first, until no pair is known.
#pragma once

#include "core/text/tokenizers/merges.h"
#include "core/text/tokenizers/token_model.h"

#include <array>

namespace vitrine {

class JsonField;
struct ModelParts;

/// Longest mark of a character's place in its word. Published ones are ## and </w>; where bytes stand for unknown
/// characters, each brings its marks' bytes along.
inline constexpr std::size_t maxMarkBytes = 16;

struct BytePairOptions {
    std::string unknownToken; ///< empty: characters that the vocabulary lacks leave no token
    bool fuseUnknown = false; ///< neighbouring unknown characters are one token
    bool byteFallback
        = false; ///< an unknown character becomes its bytes, `<0x00>` to `<0xFF>`, where the vocabulary has them all
    bool ignoreMerges = false; ///< a word that is in the vocabulary is one token whatever the merges say
    std::string continuationPrefix; ///< of characters that do not begin a word; at most maxMarkBytes
    std::string endOfWordSuffix; ///< of the character that ends a word; at most maxMarkBytes
};

/// Sennrich et al. 2016 as the published tokenizers do it: offsets count the bytes of the tokens, so where unknown
/// characters leave no token those behind move forward.
class BytePair : public TokenModel {
public:
    /// Throws Refusal(MalformedFile) that begins with `file` when a merge needs or makes a token that the vocabulary
    /// lacks, when it lacks the unknown token, or when a byte token has no two hexadecimal digits.
    BytePair(Vocabulary vocabulary, const MergeList& merges, BytePairOptions options, std::string_view file,
        const Progress& progress = {});

    void tokenize(const Word& word, std::vector<WordToken>& out, const Progress* progress) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<int> unknownId() const override { return m_unknown; }
    std::string title() const override { return "BPE"; }

    /// True when the vocabulary has no token for unknown characters and may meet some.
    bool losesCharacters() const;

private:
    /// A token on its way, with the bytes of the word it stands for.
    struct Symbol {
        int id;
        std::uint32_t bytes;
    };

    std::vector<Symbol> charactersOf(const Word& word, const Progress* progress) const;
    int findCharacter(const Word& word, std::uint32_t index, std::string& buffer) const;
    bool appendBytes(std::string_view text, std::vector<Symbol>& symbols) const;
    void mergeFew(std::vector<Symbol>& symbols) const;
    void mergeMany(std::vector<Symbol>& symbols, const Progress* progress) const;

    Vocabulary m_vocabulary;
    MergeTable m_merges;
    BytePairOptions m_options;
    std::array<int, 256> m_byteIds {}; ///< −1 where there is no such token
    std::array<int, 0x200> m_characterIds; ///< of the first characters of Unicode, which byte-level words consist of
    std::optional<int> m_unknown;
};

/// Builds the model from `model` of tokenizer.json. `dropout` is left out: it is noise for training.
std::unique_ptr<TokenModel> makeBytePair(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress);

} // namespace vitrine
