// SPDX-License-Identifier: GPL-3.0-or-later
// Visits the words of a file of word vectors, in three formats.
#pragma once

#include "core/io/files/input_file.h"
#include "core/runtime/progress.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace vitrine {

enum class WordVectorsFormat { Word2VecText, Word2VecBinary, GloVe };

/// Properties of a whole file.
struct WordVectorsShape {
    WordVectorsFormat format = WordVectorsFormat::Word2VecText;
    int width = 0; ///< H
    long announced = 0; ///< number of words in the header; 0 without a header
    long words = 0; ///< that there are
};

/// The positions of a word and its numbers.
struct WordPlace {
    std::uint64_t offset = 0;
    std::uint32_t bytes = 0;
    std::uint32_t row = 0; ///< line of a text file, word of a binary one; from 1
};

/// Calls `visit` for each word of the file, in order. Numbers are not read. Progress stage: "reading vectors".
/// Throws Refusal: MalformedFile naming the line, TruncatedFile when words that the header promises are missing,
/// BadEncoding; Cancelled.
WordVectorsShape walkWordVectors(const InputFile& file,
    const std::function<void(const std::string& word, const WordPlace& place)>& visit, const Progress& progress);

/// The word at `place`; its numbers go to `numbers` (H). Throws Refusal: MalformedFile (not a number, not finite),
/// Unreadable.
std::string readWordAt(
    const InputFile& file, const WordVectorsShape& shape, const WordPlace& place, std::span<double> numbers);

} // namespace vitrine
