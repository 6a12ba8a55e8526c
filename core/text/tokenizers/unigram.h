// SPDX-License-Identifier: GPL-3.0-or-later
// Unigram: the cut into pieces whose scores have the largest sum.
#pragma once

#include "core/text/tokenizers/piece_trie.h"
#include "core/text/tokenizers/token_model.h"

#include <array>

namespace vitrine {

class JsonField;

/// A piece and its score, the logarithm of its probability.
struct ScoredPiece {
    std::string text;
    double score = 0;
};

struct UnigramOptions {
    int unknownId = 0; ///< the piece for characters that are none
    bool byteFallback = false; ///< unknown text becomes its bytes, <0x00> to <0xFF>, where the vocabulary has them
};

/// Kudo 2018 (arXiv:1804.10959), searched as the published tokenizers do: of two equal sums the one found first, whose
/// last piece is longer, is kept.
class Unigram : public TokenModel {
public:
    /// `pieces` by id; of equal ones the last counts, which `warnings` tell. Throws Refusal(MalformedFile) that begins
    /// with `file` when there are none or the unknown id is no piece, TooLarge when there are too many.
    Unigram(std::vector<ScoredPiece> pieces, const UnigramOptions& options, std::string_view file,
        std::vector<std::string>& warnings);

    void tokenize(const Word& word, std::vector<WordToken>& out) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<int> unknownId() const override { return m_unknown; }
    std::string title() const override { return "Unigram"; }

private:
    void appendUnknown(const Word& word, WordToken token, std::vector<WordToken>& out) const;

    std::vector<double> m_scores; ///< by id
    Vocabulary m_vocabulary;
    PieceTrie m_trie;
    int m_unknown;
    double m_unknownScore; ///< of one unknown character
    std::optional<std::array<int, 256>> m_byteIds; ///< −1: the vocabulary lacks that byte
};

/// Builds the model from `model` of tokenizer.json.
std::unique_ptr<TokenModel> makeUnigram(const JsonField& model, std::vector<std::string>& warnings);

} // namespace vitrine
