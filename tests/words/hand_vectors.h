// SPDX-License-Identifier: GPL-3.0-or-later
// Small texts whose words are given as vectors, for tests that state their numbers.
#pragma once

#include "core/words/alignment.h"

namespace vitrine {

/// Two texts over their own words: `left` and `right` are lists of vectors of equal width. Words are named w0, w1, …
inline WordTexts textsOf(const std::vector<std::vector<double>>& left, const std::vector<std::vector<double>>& right)
{
    WordTexts texts;
    texts.space.note = { "file", "hand", -1, int(left.front().size()), "spaces" };
    for (const auto* side : { &left, &right }) {
        WordSequence sequence;
        for (const auto& vector : *side) {
            const std::string name = "w" + std::to_string(texts.space.size());
            const int at = int(sequence.text.size());
            sequence.words.push_back({ texts.space.size(), name, name, { at, at + int(name.size()) }, {} });
            sequence.text += name + ' ';
            texts.space.vectors.insert(texts.space.vectors.end(), vector.begin(), vector.end());
        }
        texts.texts.push_back(std::move(sequence));
    }
    return texts;
}

inline AlignmentOptions wmd() { return { MassKind::Uniform, CostKind::Euclidean, nullptr, {}, {} }; }
inline AlignmentOptions wrd() { return { MassKind::Norm, CostKind::Cosine, nullptr, {}, {} }; }

} // namespace vitrine
