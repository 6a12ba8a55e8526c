// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/word_bag.h"

#include "core/io/files/utf8.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_set>

namespace vitrine {

double normOf(const double* vector, int width)
{
    return std::sqrt(std::inner_product(vector, vector + width, vector, 0.0));
}

DocumentFrequencies::DocumentFrequencies(const std::vector<WordSequence>& texts)
{
    for (const WordSequence& text : texts) {
        std::unordered_set<std::string, SeededHash> keys;
        for (const WordOccurrence& word : text.words)
            keys.insert(word.key);
        for (const std::string& key : keys)
            ++m_texts[key];
    }
    m_count = double(texts.size());
}

double DocumentFrequencies::inverse(const std::string& key) const
{
    const auto found = m_texts.find(key);
    return std::log((m_count + 1) / ((found == m_texts.end() ? 0.0 : double(found->second)) + 0.5));
}

void requireWords(const WordSequence& sequence, const WordBag& bag, const std::string& side)
{
    constexpr std::size_t maxNamed = 8;
    if (bag.size() > 0)
        return;
    if (!sequence.words.empty())
        throw Refusal(ErrorCode::BadArgument,
            "No word of the " + side + " text has both a mass and a direction: choose other masses or costs.", side);
    if (sequence.unknown.empty())
        throw Refusal(ErrorCode::BadArgument, "The " + side + " text has no words: type some.", side);
    std::string names;
    for (std::size_t k = 0; k < std::min(sequence.unknown.size(), maxNamed); ++k)
        names += (k == 0 ? "" : ", ") + shortened(sequence.unknown[k], 40);
    if (sequence.unknown.size() > maxNamed)
        names += ", …";
    throw Refusal(ErrorCode::BadArgument,
        "No word of the " + side + " text has a vector (" + names + "): choose vectors that know them, or a model.",
        side);
}

WordBag bagOf(const WordSequence& sequence, const WordSpace& space, const Weighting& weighting)
{
    WordBag bag;
    const bool apart = weighting.mass == MassKind::Uniform || weighting.mass == MassKind::Given;
    std::unordered_map<int, std::size_t> entryOf; // vector → entry
    for (std::size_t k = 0; k < sequence.words.size(); ++k) {
        const WordOccurrence& word = sequence.words[k];
        const double norm = normOf(space.row(word.vector), space.note.width);
        double mass = 1;
        if (weighting.mass == MassKind::Norm)
            mass = norm;
        else if (weighting.mass == MassKind::Idf)
            mass = weighting.frequencies->inverse(word.key);
        else if (weighting.mass == MassKind::Given)
            mass = std::abs(weighting.given.at(k));
        if (mass == 0 || (norm == 0 && weighting.cost == CostKind::Cosine))
            continue;
        bag.normTotal += norm;
        if (!apart) {
            const auto [entry, isNew] = entryOf.emplace(word.vector, bag.size());
            if (!isNew) {
                bag.mass[entry->second] += mass;
                bag.occurrences[entry->second].push_back(int(k));
                continue;
            }
        }
        bag.vector.push_back(word.vector);
        bag.mass.push_back(mass);
        bag.occurrences.push_back({ int(k) });
    }
    const double total = std::accumulate(bag.mass.begin(), bag.mass.end(), 0.0);
    for (double& mass : bag.mass)
        mass /= total;
    return bag;
}

} // namespace vitrine
