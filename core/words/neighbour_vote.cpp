// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/neighbour_vote.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_set>

namespace vitrine {

Vote voteOf(const std::vector<std::string>& labels, int k)
{
    for (int voters = std::min(k, int(labels.size())); voters > 0; voters -= voters > 2 ? 2 : 1) {
        std::map<std::string, int> counts;
        for (int i = 0; i < voters; ++i)
            ++counts[labels[std::size_t(i)]];
        for (const auto& [label, count] : counts) {
            if (2 * count > voters)
                return { label, voters };
        }
    }
    return {};
}

CountVectors::CountVectors(const std::vector<WordSequence>& texts, bool idf)
{
    std::vector<double> inTexts;
    for (const WordSequence& text : texts) {
        std::unordered_set<int> seen;
        for (const WordOccurrence& word : text.words) {
            const int number = m_numbers.emplace(word.key, int(m_numbers.size())).first->second;
            inTexts.resize(m_numbers.size());
            if (seen.insert(number).second)
                ++inTexts[std::size_t(number)];
        }
    }
    for (const double count : inTexts)
        m_weights.push_back(idf ? std::log(double(texts.size()) / count) : 1.0);
    m_unseenWeight = idf ? std::log(double(std::max<std::size_t>(texts.size(), 2))) : 1.0;
    for (const WordSequence& text : texts)
        m_texts.push_back(countsOf(text));
}

CountVectors::Counts CountVectors::countsOf(const WordSequence& text) const
{
    std::map<int, double> shares;
    std::unordered_map<std::string, int, SeededHash> unseen;
    double total = 0;
    for (const WordOccurrence& word : text.words) {
        const auto known = m_numbers.find(word.key);
        const int number = known != m_numbers.end()
            ? known->second
            : int(m_numbers.size()) + unseen.emplace(word.key, int(unseen.size())).first->second;
        const double weight = known != m_numbers.end() ? m_weights[std::size_t(number)] : m_unseenWeight;
        shares[number] += weight;
        total += weight;
    }
    Counts counts(shares.begin(), shares.end());
    for (auto& [number, share] : counts)
        share = total > 0 ? share / total : 0;
    return counts;
}

std::vector<TextDistance> CountVectors::nearest(const WordSequence& query, int k, int except) const
{
    const Counts wanted = countsOf(query);
    std::vector<TextDistance> all;
    for (std::size_t t = 0; t < m_texts.size(); ++t) {
        if (int(t) == except || m_texts[t].empty())
            continue;
        double distance = 0;
        auto a = wanted.begin();
        auto b = m_texts[t].begin();
        while (a != wanted.end() || b != m_texts[t].end()) {
            if (b == m_texts[t].end() || (a != wanted.end() && a->first < b->first))
                distance += (a++)->second;
            else if (a == wanted.end() || b->first < a->first)
                distance += (b++)->second;
            else
                distance += std::abs((a++)->second - (b++)->second);
        }
        all.push_back({ int(t), distance });
    }
    const auto end = all.begin() + std::ptrdiff_t(std::min<std::size_t>(std::size_t(k), all.size()));
    std::partial_sort(all.begin(), end, all.end(), [](const TextDistance& x, const TextDistance& y) {
        return x.distance != y.distance ? x.distance < y.distance : x.text < y.text;
    });
    all.erase(end, all.end());
    return all;
}

} // namespace vitrine
