// SPDX-License-Identifier: GPL-3.0-or-later
// Lowest rank first, leftmost of equals. Words are short, so all pairs are looked at each time; a text without blanks
// would make that quadratic, so its pairs stand in a queue.
#include "core/text/tokenizers/byte_pair.h"

#include <queue>

namespace vitrine {
namespace {

/// A pair that may be joined: its left symbol stands at `place`. Out of date when the pair there makes another token by
/// now.
struct Candidate {
    std::uint32_t rank;
    std::uint32_t place;
    int id;

    bool operator>(const Candidate& other) const
    {
        return rank != other.rank ? rank > other.rank : place > other.place;
    }
};

} // namespace

void BytePair::mergeFew(std::vector<Symbol>& symbols) const
{
    std::vector<const Merge*> merges; // of each symbol with the next
    merges.reserve(symbols.size());
    for (std::size_t i = 1; i < symbols.size(); ++i)
        merges.push_back(m_merges.find(symbols[i - 1].id, symbols[i].id));
    for (;;) {
        std::size_t best = merges.size();
        for (std::size_t i = 0; i < merges.size(); ++i) {
            if (merges[i] && (best == merges.size() || merges[i]->rank < merges[best]->rank))
                best = i;
        }
        if (best == merges.size())
            return;
        const auto at = static_cast<std::ptrdiff_t>(best);
        symbols[best] = { merges[best]->id, symbols[best].bytes + symbols[best + 1].bytes };
        symbols.erase(symbols.begin() + at + 1);
        merges.erase(merges.begin() + at);
        if (best > 0)
            merges[best - 1] = m_merges.find(symbols[best - 1].id, symbols[best].id);
        if (best < merges.size())
            merges[best] = m_merges.find(symbols[best].id, symbols[best + 1].id);
    }
}

void BytePair::mergeMany(std::vector<Symbol>& symbols) const
{
    const auto count = static_cast<std::uint32_t>(symbols.size());
    std::vector<std::uint32_t> before(count); // places of the neighbours that are left; `count`: none
    std::vector<std::uint32_t> after(count);
    std::vector<Candidate> candidates;
    const auto mergeAt
        = [&](std::uint32_t place) { return m_merges.find(symbols[place].id, symbols[after[place]].id); };
    for (std::uint32_t i = 0; i < count; ++i) {
        before[i] = i == 0 ? count : i - 1;
        after[i] = i + 1;
        if (const Merge* merge = i + 1 < count ? mergeAt(i) : nullptr)
            candidates.push_back({ merge->rank, i, merge->id });
    }
    std::priority_queue queue(std::greater<Candidate>(), std::move(candidates));
    while (!queue.empty()) {
        const Candidate top = queue.top();
        queue.pop();
        const std::uint32_t left = top.place;
        const std::uint32_t right = after[left];
        if (symbols[left].bytes == 0 || right == count)
            continue;
        const Merge* merge = mergeAt(left);
        if (!merge || merge->id != top.id)
            continue;
        symbols[left] = { top.id, symbols[left].bytes + symbols[right].bytes };
        symbols[right].bytes = 0; // gone
        after[left] = after[right];
        if (after[left] != count)
            before[after[left]] = left;
        for (const std::uint32_t place : { before[left], left }) {
            if (place == count || after[place] == count)
                continue;
            if (const Merge* next = mergeAt(place))
                queue.push({ next->rank, place, next->id });
        }
    }
    std::erase_if(symbols, [](const Symbol& symbol) { return symbol.bytes == 0; });
}

} // namespace vitrine
