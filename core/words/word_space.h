// SPDX-License-Identifier: GPL-3.0-or-later
// Texts as sequences of words with vectors, wherever the vectors came from.
#pragma once

#include "core/results/alignment.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine {

/// Vectors of words, shared by all texts of one request.
struct WordSpace {
    VectorsNote note; ///< its width is H
    bool contextual = false; ///< every occurrence of a word has a vector of its own
    std::vector<double> vectors; ///< (words, H)

    int size() const { return note.width == 0 ? 0 : int(vectors.size() / std::size_t(note.width)); }
    const double* row(int word) const { return vectors.data() + std::size_t(word) * std::size_t(note.width); }
};

/// One word of a text.
struct WordOccurrence {
    int vector = 0; ///< row of the space
    std::string key; ///< what makes two words equal for counting
    std::string shown; ///< as it stands in the text
    std::pair<int, int> place; ///< [begin, end) in code points
    std::vector<int> tokens; ///< of the encoding
};

/// One text.
struct WordSequence {
    std::string text;
    std::vector<WordOccurrence> words; ///< those that have a vector, in order
    std::vector<std::string> unknown; ///< those that have none, each once
    std::optional<Encoding> encoding;
};

/// All texts of a request.
struct WordTexts {
    WordSpace space;
    std::vector<WordSequence> texts; ///< as many as were given; a text may have no words
    std::vector<std::string> warnings;
};

} // namespace vitrine
