// SPDX-License-Identifier: GPL-3.0-or-later
// Word vectors from the files that word2vec and GloVe write: read once from beginning to end, then word by word.
#pragma once

#include "core/io/input_file.h"
#include "core/io/word_vector_walk.h"
#include "core/runtime/progress.h"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace vitrine {

/// Some or all words of a file. Memory: 8 bytes a number, and the words.
struct WordVectors {
    int width = 0; ///< H
    std::unordered_map<std::string, int> rows; ///< word → row of `values`
    std::vector<double> values; ///< (words, H), as written in a text file, in the order of the file
    std::vector<std::string> warnings; ///< whole sentences: words that stand twice (the first counts), more words than the header says
};

/// A file of word vectors in use. What is kept, however large it is, is where each word stands: 24 bytes a word.
class WordVectorFile {
public:
    /// Reads the file from beginning to end. The format is told by the contents. Progress stage: "reading vectors".
    /// Throws Refusal: NotFound, Unreadable; MalformedFile naming the line (ragged, no vectors at all);
    /// TruncatedFile when there are fewer words than the header says; BadEncoding (UTF-16); Cancelled.
    explicit WordVectorFile(const std::filesystem::path& path, const Progress& progress = {});

    const std::filesystem::path& path() const { return m_path; }
    const WordVectorsShape& shape() const { return m_shape; }
    /// False when another file, or another version of it, stands at the path now.
    bool isUnchanged() const;

    /// The vectors of those of `wanted` that the file has; of all its words when it is null.
    /// Throws Refusal: MalformedFile naming the line (not a number, not finite); Unreadable when the file has changed.
    WordVectors read(const std::unordered_set<std::string>* wanted = nullptr) const;

private:
    struct Entry {
        std::uint64_t hash = 0; // of the word
        WordPlace place;
    };

    std::filesystem::path m_path;
    std::string m_version; // size and time
    InputFile m_file;
    WordVectorsShape m_shape;
    std::vector<Entry> m_entries; // by hash, equal ones in the order of the file
};

} // namespace vitrine
