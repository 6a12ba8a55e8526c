// SPDX-License-Identifier: GPL-3.0-or-later
// Positions are found by the hash of the word. Words with equal hashes are distinguished when they are read.
#include "core/io/vectors/word_vectors.h"

#include "core/io/files/file_kind.h"
#include "core/runtime/seeded_hash.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <limits>

namespace vitrine {
namespace {

// Versions of a file are distinguished by size and modification time.
std::string versionOf(const std::filesystem::path& path)
{
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    return std::to_string(bytes) + ' '
        + std::to_string(std::filesystem::last_write_time(path, error).time_since_epoch().count());
}

std::uint64_t hashOf(std::string_view word) { return SeededHash()(word); }

} // namespace

WordVectorFile::WordVectorFile(const std::filesystem::path& path, const Progress& progress)
    : m_path(path)
    , m_version(versionOf(path))
    , m_file(path)
{
    refuseForeignFile(m_file);
    m_shape = walkWordVectors(
        m_file,
        [this](const std::string& word, const WordPlace& place) { m_entries.push_back({ hashOf(word), place }); },
        progress);
    std::size_t compared = 0;
    std::sort(m_entries.begin(), m_entries.end(), [&](const Entry& a, const Entry& b) {
        if (++compared % 65536 == 0)
            progress.check();
        return std::pair(a.hash, a.place.offset) < std::pair(b.hash, b.place.offset);
    });
}

bool WordVectorFile::isUnchanged() const { return versionOf(m_path) == m_version; }

int WordVectorFile::read(const std::string& word, std::span<double> numbers) const
{
    const auto [begin, end] = std::equal_range(m_entries.begin(), m_entries.end(), Entry { hashOf(word), {} },
        [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
    // Two words meet in one seeded hash of 64 bits only by a chance that never comes; the word is compared all the
    // same.
    for (auto entry = begin; entry != end; ++entry) {
        if (readWordAt(m_file, m_shape, entry->place, numbers) == word)
            return int(std::min<std::ptrdiff_t>(end - entry, std::numeric_limits<int>::max()));
    }
    return 0;
}

int WordVectors::rowOf(const std::string& word)
{
    if (const auto known = m_rows.find(word); known != m_rows.end())
        return known->second;
    const auto width = std::size_t(m_file.shape().width);
    m_values.resize((m_rows.size() + 1) * width);
    const int times = m_file.read(word, std::span(m_values).last(width));
    if (times == 0) {
        m_values.resize(m_rows.size() * width);
        return -1;
    }
    if (times > 1) {
        m_repeated += times - 1;
        m_firstRepeated = m_firstRepeated.empty() ? word : m_firstRepeated;
    }
    const int row = int(m_rows.size());
    m_rows.emplace(word, row);
    return row;
}

std::vector<std::string> WordVectors::warnings() const
{
    std::vector<std::string> sentences;
    const WordVectorsShape& shape = m_file.shape();
    if (shape.announced > 0 && shape.words > shape.announced) {
        sentences.push_back(m_file.name() + " announces " + std::to_string(shape.announced) + " words and holds "
            + std::to_string(shape.words) + ".");
    }
    if (m_repeated > 0) {
        sentences.push_back(m_file.name() + " holds " + std::to_string(m_repeated)
            + " of the words more than once, first \"" + shown(m_firstRepeated, 40)
            + "\"; the first vector of each is used.");
    }
    return sentences;
}

} // namespace vitrine
