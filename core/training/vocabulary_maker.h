// SPDX-License-Identifier: GPL-3.0-or-later
// A vocabulary from texts, in the form BERT reads: vocab.txt.
#pragma once

#include "core/runtime/progress.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

struct VocabularyOptions {
    bool wordPieces = false; ///< false: characters only
    int size = 4000; ///< most entries
    int minCount = 2; ///< of a character
    bool lowerCase = true;
};

/// Entries by id: [PAD], [UNK], [CLS], [SEP], [MASK], then characters (as a word's beginning and, after "##", inside a
/// word) by falling count, then, if asked for, pieces. A piece is made by joining the two neighbours whose pair is most
/// frequent among the words, again and again (Sennrich and others 2016), which is what WordPiece's published
/// vocabularies look like; ties fall to the smaller text.
std::vector<std::string> makeVocabulary(
    const std::vector<std::string_view>& texts, const VocabularyOptions& options, const Progress& progress);

} // namespace vitrine
