// SPDX-License-Identifier: GPL-3.0-or-later
// Word vectors from the files that word2vec and GloVe write: read once from beginning to end, then word by word.
#pragma once

#include "core/io/files/input_file.h"
#include "core/io/vectors/word_vector_walk.h"
#include "core/runtime/progress.h"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace vitrine {

/// A file of word vectors in use. What is kept, however large it is, is where each word stands: 24 bytes a word.
class WordVectorFile {
public:
    /// Reads the file from beginning to end. The format is told by the contents. Progress stage: "reading vectors".
    /// Throws Refusal: NotFound, Unreadable; MalformedFile naming the line (ragged, no vectors at all);
    /// TruncatedFile when there are fewer words than the header says; BadEncoding (UTF-16); Cancelled.
    explicit WordVectorFile(const std::filesystem::path& path, const Progress& progress = {});

    const std::filesystem::path& path() const { return m_path; }
    /// In messages.
    const std::string& name() const { return m_file.name(); }
    const WordVectorsShape& shape() const { return m_shape; }
    /// False when another file, or another version of it, stands at the path now.
    bool isUnchanged() const;

    /// How often `word` stands in the file. The first time's numbers, as written in a text file, go to `numbers` (H).
    /// Throws Refusal: MalformedFile naming the line (not a number, not finite); Unreadable when the file has changed.
    int read(const std::string& word, std::span<double> numbers) const;

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

/// The words of a file that some texts ask for. Memory: 8 bytes a number, and the words.
class WordVectors {
public:
    explicit WordVectors(const WordVectorFile& file)
        : m_file(file)
    {
    }

    /// The row of `word` in values(); −1 when the file does not have it. Throws what WordVectorFile::read() throws.
    int rowOf(const std::string& word);

    /// (words, H), in the order in which they were asked for.
    std::vector<double>& values() { return m_values; }
    /// Whole sentences: words that stand twice (the first counts), more words than the header says.
    std::vector<std::string> warnings() const;

private:
    const WordVectorFile& m_file;
    std::unordered_map<std::string, int> m_rows;
    std::vector<double> m_values;
    long m_repeated = 0;
    std::string m_firstRepeated;
};

} // namespace vitrine
