// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/vocabulary_maker.h"

#include "core/io/files/utf8.h"
#include "core/text/pipeline/bert_steps.h"
#include "core/text/unicode/code_points.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace vitrine {
namespace {

constexpr std::size_t longestWord = 100; // characters; WordPiece reads longer ones as unknown

/// One word of the texts as its present pieces; all but the first begin with "##".
struct Word {
    std::vector<int> pieces;
    long count = 0;
};

std::unordered_map<std::string, long> countWords(
    const std::vector<std::string_view>& texts, bool lowerCase, const Progress& progress)
{
    const BertNormalizer normalizer({ .stripAccents = lowerCase, .lowerCase = lowerCase });
    const BertPreTokenizer splitter;
    std::unordered_map<std::string, long> counts;
    std::size_t done = 0;
    for (const auto raw : texts) {
        if (done++ % 1000 == 0)
            progress.step(int(done), int(texts.size()), "counting words");
        const std::string text = isUtf8(raw) ? std::string(raw) : toUtf8(raw);
        PreTokens tokens;
        for (std::size_t at = 0; at < text.size();) {
            const auto begin = std::uint32_t(at);
            const char32_t c = readUtf8(text, at);
            tokens.characters.push_back({ c, begin, std::uint32_t(at) });
        }
        normalizer.apply(tokens.characters);
        tokens.pieces = { { 0, std::uint32_t(tokens.characters.size()) } };
        splitter.apply(tokens);
        for (const auto& piece : tokens.pieces) {
            std::string word;
            for (auto i = piece.first; i < piece.last; ++i)
                appendUtf8(tokens.characters[i].codePoint, word);
            if (piece.last - piece.first <= longestWord)
                ++counts[word];
        }
    }
    return counts;
}

std::vector<std::string> charactersOf(const std::string& word)
{
    std::vector<std::string> characters;
    for (std::size_t at = 0; at < word.size();) {
        const auto begin = at;
        readUtf8(word, at);
        characters.push_back((begin ? "##" : "") + word.substr(begin, at - begin));
    }
    return characters;
}

/// By falling count, then by text.
std::vector<std::pair<std::string, long>> ranked(const std::map<std::string, long>& counts)
{
    std::vector<std::pair<std::string, long>> list(counts.begin(), counts.end());
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return list;
}

/// Joins the most frequent pair of neighbours until the vocabulary is full.
class PieceMaker {
public:
    PieceMaker(const std::unordered_map<std::string, long>& words, std::vector<std::string>& entries)
        : m_entries(entries)
    {
        for (std::size_t i = 0; i < entries.size(); ++i)
            m_ids[entries[i]] = int(i);
        std::map<std::string, long> ordered(words.begin(), words.end());
        for (const auto& [text, count] : ordered) {
            Word word { {}, count };
            for (const auto& character : charactersOf(text)) {
                const auto found = m_ids.find(character);
                word.pieces.push_back(found == m_ids.end() ? -1 : found->second);
            }
            m_words.push_back(std::move(word));
            change(m_words.size() - 1, 1);
        }
    }

    void fill(std::size_t size, const Progress& progress)
    {
        while (m_entries.size() < size) {
            if (m_entries.size() % 100 == 0)
                progress.step(int(m_entries.size()), int(size), "joining pieces");
            const auto best = std::max_element(m_pairs.begin(), m_pairs.end(), [this](const auto& a, const auto& b) {
                return a.second.count != b.second.count ? a.second.count < b.second.count
                                                        : joined(a.first) > joined(b.first);
            });
            if (best == m_pairs.end() || best->second.count < 2)
                return;
            join(best->first);
        }
    }

private:
    using Pair = std::pair<int, int>;
    struct Places {
        long count = 0;
        std::unordered_set<std::size_t> words;
    };

    std::string joined(const Pair& pair) const
    {
        return m_entries[std::size_t(pair.first)] + m_entries[std::size_t(pair.second)].substr(2);
    }

    /// Adds (sign 1) or takes away (−1) what a word says about pairs.
    void change(std::size_t index, int sign)
    {
        const Word& word = m_words[index];
        for (std::size_t i = 0; i + 1 < word.pieces.size(); ++i) {
            const Pair pair { word.pieces[i], word.pieces[i + 1] };
            if (pair.first < 0 || pair.second < 0)
                continue;
            auto& places = m_pairs[pair];
            places.count += sign * word.count;
            if (sign > 0)
                places.words.insert(index);
            else if (places.count == 0)
                m_pairs.erase(pair);
        }
    }

    void join(const Pair pair)
    {
        const std::string text = joined(pair);
        const auto [place, isNew] = m_ids.emplace(text, int(m_entries.size())); // the same text may come from two pairs
        if (isNew)
            m_entries.push_back(text);
        const auto words = m_pairs.at(pair).words;
        for (const auto index : words) {
            change(index, -1);
            auto& pieces = m_words[index].pieces;
            std::vector<int> shorter;
            for (std::size_t i = 0; i < pieces.size(); ++i) {
                const bool here = i + 1 < pieces.size() && pieces[i] == pair.first && pieces[i + 1] == pair.second;
                shorter.push_back(here ? place->second : pieces[i]);
                i += here;
            }
            pieces = std::move(shorter);
            change(index, 1);
        }
        m_pairs.erase(pair);
    }

    std::vector<std::string>& m_entries;
    std::unordered_map<std::string, int> m_ids;
    std::vector<Word> m_words;
    std::map<Pair, Places> m_pairs;
};

} // namespace

std::vector<std::string> makeVocabulary(
    const std::vector<std::string_view>& texts, const VocabularyOptions& options, const Progress& progress)
{
    std::vector<std::string> entries { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" };
    const auto words = countWords(texts, options.lowerCase, progress);
    std::map<std::string, long> characters;
    for (const auto& [word, count] : words) {
        for (const auto& character : charactersOf(word))
            characters[character] += count;
    }
    for (const auto& [character, count] : ranked(characters)) {
        if (count >= options.minCount && entries.size() < std::size_t(options.size))
            entries.push_back(character);
    }
    if (options.wordPieces)
        PieceMaker(words, entries).fill(std::size_t(options.size), progress);
    return entries;
}

} // namespace vitrine
