// SPDX-License-Identifier: GPL-3.0-or-later
// Word vectors from files of word2vec and GloVe. The file is read completely once, and then single words are read.
#pragma once

#include "core/io/files/input_file.h"
#include "core/io/vectors/word_vector_walk.h"
#include "core/runtime/progress.h"
#include "core/runtime/seeded_hash.h"

#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace vitrine {

/// A file of word vectors in use. Only the position of each word is kept in memory: 24 bytes a word.
class WordVectorFile {
public:
    /// Reads the file from beginning to end. The format is found from the contents. Progress stage: "reading vectors".
    /// Throws Refusal: NotFound, Unreadable; MalformedFile naming the line (ragged, no vectors at all);
    /// TruncatedFile when there are fewer words than the header says; TooLarge over 20,000,000 words; BadEncoding
    /// (UTF-16); Cancelled.
    explicit WordVectorFile(const std::filesystem::path& path, const Progress& progress = {});

    const std::filesystem::path& path() const { return m_path; }
    /// The name in messages.
    const std::string& name() const { return m_file.name(); }
    const WordVectorsShape& shape() const { return m_shape; }
    /// False when the path now leads to another file or to another version of the file.
    bool isUnchanged() const;

    /// How often `word` is in the file. The numbers of its first occurrence go to `numbers` (H).
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
    std::deque<Entry> m_entries; // by hash, equal ones in the order of the file
};

/// The words of a file that some texts need. Memory: 8 bytes a number, and the words.
class WordVectors {
public:
    explicit WordVectors(const WordVectorFile& file)
        : m_file(file)
    {
    }

    /// The row of `word` in values(); −1 when the file does not have it. Throws what WordVectorFile::read() throws.
    int rowOf(const std::string& word);

    /// (words, H), in the order in which they were requested.
    std::vector<double>& values() { return m_values; }
    /// Warnings as whole sentences: words that occur twice (the first is used), more words than the header says.
    std::vector<std::string> warnings() const;

private:
    const WordVectorFile& m_file;
    std::unordered_map<std::string, int, SeededHash> m_rows;
    std::vector<double> m_values;
    long m_repeated = 0;
    std::string m_firstRepeated;
};

} // namespace vitrine
