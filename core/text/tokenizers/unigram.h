// SPDX-License-Identifier: GPL-3.0-or-later
// Unigram: the cut into pieces whose scores have the largest sum.
#pragma once

#include "core/runtime/error.h"
#include "core/text/tokenizers/token_model.h"

#include <array>

namespace vitrine {

class JsonField;
struct JsonMember;
struct ModelParts;

/// Pieces and their scores, the logarithms of their probabilities, by id.
struct ScoredPieces {
    VocabularyBuilder texts;
    std::vector<double> scores;
    std::optional<Refusal>
        problem; ///< of the first element that is no piece: it matters only to models that have pieces

    /// Adds a piece of at most maxTokenBytes.
    void add(std::string_view text, double score)
    {
        texts.add(text);
        scores.push_back(score);
    }
};

/// Takes one element of the `vocab` of tokenizer.json, [piece, score]. What is wrong stands in `pieces.problem`.
void takePiece(const JsonMember& element, std::string_view file, ScoredPieces& pieces);

struct UnigramOptions {
    int unknownId = 0; ///< the piece for characters that are none
    bool byteFallback = false; ///< unknown text becomes its bytes, <0x00> to <0xFF>, where the vocabulary has them
};

/// Kudo 2018 (arXiv:1804.10959), searched as the published tokenizers do: of two equal sums the one found first, whose
/// last piece is longer, is kept.
class Unigram : public TokenModel {
public:
    /// Of equal pieces the last counts, which `warnings` tell. Throws Refusal(MalformedFile) that begins with `file`
    /// when there are none or the unknown id is no piece, TooLarge when there are too many.
    Unigram(ScoredPieces pieces, const UnigramOptions& options, std::string_view file,
        std::vector<std::string>& warnings, const Progress& progress = {});

    void tokenize(const Word& word, std::vector<WordToken>& out, const Progress* progress) const override;
    const Vocabulary& vocabulary() const override { return m_vocabulary; }
    std::optional<int> unknownId() const override { return m_unknown; }
    std::string title() const override { return "Unigram"; }

private:
    void appendUnknown(const Word& word, WordToken token, std::vector<WordToken>& out) const;

    std::vector<double> m_scores; ///< by id
    Vocabulary m_vocabulary;
    int m_unknown;
    double m_unknownScore; ///< of one unknown character
    std::optional<std::array<int, 256>> m_byteIds; ///< −1: the vocabulary lacks that byte
};

/// Builds the model from `model` of tokenizer.json.
std::unique_ptr<TokenModel> makeUnigram(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress);

} // namespace vitrine
