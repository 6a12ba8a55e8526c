// SPDX-License-Identifier: GPL-3.0-or-later
// Places by the hash of the word: a word that only looks the same is told apart when it is read.
#include "core/io/word_vectors.h"

#include "core/io/file_kind.h"
#include "core/io/utf8.h"

#include <algorithm>
#include <iterator>

namespace vitrine {
namespace {

// Sizes and times tell versions of a file apart.
std::string versionOf(const std::filesystem::path& path)
{
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    return std::to_string(bytes) + ' ' + std::to_string(std::filesystem::last_write_time(path, error).time_since_epoch().count());
}

std::uint64_t hashOf(std::string_view word) { return std::hash<std::string_view>()(word); }

// A word that was read, with its numbers in a row of all that were.
struct Found {
    std::string word;
    std::uint64_t offset = 0;
    std::size_t row = 0;
};

} // namespace

WordVectorFile::WordVectorFile(const std::filesystem::path& path, const Progress& progress)
    : m_path(path)
    , m_version(versionOf(path))
    , m_file(path)
{
    refuseForeignFile(m_file);
    m_shape = walkWordVectors(m_file, [this](const std::string& word, const WordPlace& place) { m_entries.push_back({ hashOf(word), place }); }, progress);
    m_entries.shrink_to_fit();
    std::sort(m_entries.begin(), m_entries.end(),
        [](const Entry& a, const Entry& b) { return std::pair(a.hash, a.place.offset) < std::pair(b.hash, b.place.offset); });
}

bool WordVectorFile::isUnchanged() const { return versionOf(m_path) == m_version; }

WordVectors WordVectorFile::read(const std::unordered_set<std::string>* wanted) const
{
    const auto width = std::size_t(m_shape.width);
    std::vector<Found> found;
    std::vector<double> numbers(width);
    std::vector<double> values; // by row
    long repeated = 0;
    Found firstRepeated;
    const auto readRange = [&](auto begin, auto end, const std::string* word) {
        const std::size_t before = found.size();
        for (auto entry = begin; entry != end; ++entry) {
            Found next { readWordAt(m_file, m_shape, entry->place, numbers), entry->place.offset, values.size() / width };
            if (word != nullptr && next.word != *word)
                continue;
            if (std::any_of(found.begin() + std::ptrdiff_t(before), found.end(), [&](const Found& other) { return other.word == next.word; })) {
                if (++repeated == 1 || next.offset < firstRepeated.offset)
                    firstRepeated = std::move(next);
                continue;
            }
            values.insert(values.end(), numbers.begin(), numbers.end());
            found.push_back(std::move(next));
        }
    };
    const auto byHash = [](const Entry& a, const Entry& b) { return a.hash < b.hash; };
    if (wanted != nullptr) {
        for (const std::string& word : *wanted) {
            const auto [begin, end] = std::equal_range(m_entries.begin(), m_entries.end(), Entry { hashOf(word), {} }, byHash);
            readRange(begin, end, &word);
        }
    } else {
        for (auto begin = m_entries.begin(); begin != m_entries.end();) {
            const auto end = std::upper_bound(begin, m_entries.end(), *begin, byHash);
            readRange(begin, end, nullptr);
            begin = end;
        }
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.offset < b.offset; });

    WordVectors result;
    result.width = m_shape.width;
    result.values.reserve(values.size());
    for (const Found& word : found) {
        result.rows.emplace(word.word, int(result.rows.size()));
        std::copy_n(values.begin() + std::ptrdiff_t(word.row * width), width, std::back_inserter(result.values));
    }
    if (m_shape.announced > 0 && m_shape.words > m_shape.announced) {
        result.warnings.push_back(m_file.name() + " announces " + std::to_string(m_shape.announced) + " words and holds "
            + std::to_string(m_shape.words) + ".");
    }
    if (repeated > 0) {
        result.warnings.push_back(m_file.name() + " holds " + std::to_string(repeated) + " of the words more than once, first \""
            + shortened(toUtf8(firstRepeated.word), 40) + "\"; the first vector of each is used.");
    }
    return result;
}

} // namespace vitrine
