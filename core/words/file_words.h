// SPDX-License-Identifier: GPL-3.0-or-later
// Texts cut into the words of a vector file.
#pragma once

#include "core/io/vectors/word_vectors.h"
#include "core/words/word_space.h"

#include <string>
#include <vector>

namespace vitrine {

/// Cuts each text at white space. A piece that the file knows, as written or in lower case, is one word; any other is
/// cut into runs of Chinese characters, runs of other letters and digits, and single other characters. Runs of Chinese
/// characters are cut by the longest word of the file that fits next; the rest is looked up whole. What the file does
/// not know is listed as unknown and left out. Reads only the vectors the texts need. Progress stage: "reading words".
/// Throws what WordVectorFile::read() throws; Cancelled.
WordTexts wordsFromFile(
    const WordVectorFile& file, const std::vector<std::string>& texts, const Progress& progress = {});

} // namespace vitrine
