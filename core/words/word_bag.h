// SPDX-License-Identifier: GPL-3.0-or-later
// A text as masses on words: one side of a transport problem.
#pragma once

#include "core/runtime/seeded_hash.h"
#include "core/words/word_space.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vitrine {

/// Uniform: 1/n on each occurrence (the definition of word mover's distance for sequences). Frequency: share of the
/// occurrences on each distinct word (the same distribution, on fewer entries). Norm: ‖w‖/Σ‖w‖ (word rotator's
/// distance). Idf: count · inverse document frequency. Given: absolute masses per occurrence from outside, for example
/// attribution scores.
enum class MassKind { Uniform, Frequency, Norm, Idf, Given };

enum class CostKind { Euclidean, Cosine };

/// How rare words are in a corpus: ln((N + 1)/(df + ½)), which is positive for every word, so that no text loses all
/// its mass.
class DocumentFrequencies {
public:
    /// Counts in how many texts each word stands.
    explicit DocumentFrequencies(const std::vector<WordSequence>& texts);

    double inverse(const std::string& key) const;

private:
    std::unordered_map<std::string, long, SeededHash> m_texts;
    double m_count = 0;
};

/// What the masses of a text are made of.
struct Weighting {
    MassKind mass = MassKind::Uniform;
    CostKind cost = CostKind::Euclidean;
    const DocumentFrequencies* frequencies = nullptr; ///< for Idf
    std::vector<double> given; ///< for Given: one number per word of the sequence
};

/// Distinct words, or occurrences, with positive mass. All lists have n entries.
struct WordBag {
    std::vector<int> vector; ///< row of the space
    std::vector<double> mass; ///< > 0, sum 1
    std::vector<std::vector<int>> occurrences; ///< indices into WordSequence::words
    double normTotal = 0; ///< Z = Σ ‖w‖ over occurrences, for MassKind::Norm

    std::size_t size() const { return vector.size(); }
};

/// The masses of a text. Uniform and Given keep occurrences apart; the others join occurrences that share a vector.
/// Cosine costs and norm masses drop zero vectors, which have no direction; masses of zero are dropped. Empty when
/// nothing is left.
WordBag bagOf(const WordSequence& sequence, const WordSpace& space, const Weighting& weighting);

/// Throws Refusal(BadArgument) when `bag`, made of `sequence`, is empty: names the unknown words. `side` is "left",
/// "right" or "query".
void requireWords(const WordSequence& sequence, const WordBag& bag, const std::string& side);

/// √Σ w².
double normOf(const double* vector, int width);

} // namespace vitrine
