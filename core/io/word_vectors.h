// SPDX-License-Identifier: GPL-3.0-or-later
// Word vectors from the files that word2vec and GloVe write, read in one pass that keeps only what is asked for.
#pragma once

#include "core/runtime/progress.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace vitrine {

enum class WordVectorsFormat { Word2VecText, Word2VecBinary, GloVe };

/// Some or all words of a file. Memory: 8 bytes a number kept, and the kept words.
struct WordVectors {
    WordVectorsFormat format = WordVectorsFormat::Word2VecText;
    int width = 0; ///< H
    long wordsInFile = 0;
    std::unordered_map<std::string, int> rows; ///< word → row of `values`
    std::vector<double> values; ///< (kept words, H), as written in a text file
    std::vector<std::string> warnings; ///< whole sentences: words that stand twice (the first counts), more words than the header says
};

/// Reads the file at `path` from beginning to end, whatever its size, keeping the words in `wanted`; all of them when it is null.
/// The format is told by the contents. Progress stage: "reading vectors".
/// Throws Refusal: NotFound, Unreadable; MalformedFile naming the line (ragged, not a number, no vectors at all, NaN for a wanted word);
/// TruncatedFile when there are fewer words than the header says; BadEncoding (UTF-16); Cancelled.
WordVectors readWordVectors(
    const std::filesystem::path& path, const std::unordered_set<std::string>* wanted = nullptr, const Progress& progress = {});

} // namespace vitrine
