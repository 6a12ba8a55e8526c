// SPDX-License-Identifier: GPL-3.0-or-later
// Joins tokens into cells; everything counts code points, as the offsets do.
#include "core/results/token_groups.h"

#include <algorithm>
#include <tuple>

namespace vitrine {

namespace {

    /// UTF-8 text that can be cut by code points.
    class CodePoints {
    public:
        explicit CodePoints(const std::string& text)
            : m_text(text)
        {
            for (std::size_t i = 0; i < text.size(); ++i) {
                if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u)
                    m_starts.push_back(i);
            }
            m_starts.push_back(text.size());
        }

        int count() const { return static_cast<int>(m_starts.size()) - 1; }

        /// Code points [begin, end), clamped to the text.
        std::string slice(int begin, int end) const
        {
            const int from = std::clamp(begin, 0, count());
            const int to = std::clamp(end, from, count());
            const auto first = m_starts[static_cast<std::size_t>(from)];
            return m_text.substr(first, m_starts[static_cast<std::size_t>(to)] - first);
        }

    private:
        const std::string& m_text;
        std::vector<std::size_t> m_starts;
    };

    bool isLineBreak(const std::string& point)
    {
        return point == "\n" || point == "\r" || point == "\u0085" || point == "\u2028" || point == "\u2029";
    }

    bool isSpace(const std::string& point)
    {
        static const std::vector<std::string> others { "\u00a0", "\u1680", "\u202f", "\u205f", "\u3000", "\u2581" };
        if (point.size() == 1)
            return point[0] == ' ' || (point[0] >= '\t' && point[0] <= '\r');
        if (point >= std::string("\u2000") && point <= std::string("\u200a"))
            return true;
        return isLineBreak(point) || std::find(others.begin(), others.end(), point) != others.end();
    }

    template <typename Values, typename Value>
    Value valueOr(const Values& values, std::size_t index, Value fallback)
    {
        return index < values.size() ? Value(values[index]) : fallback;
    }

    std::string specialName(const std::string& token)
    {
        const auto first = token.find_first_not_of("[<|");
        const auto last = token.find_last_not_of("]>|");
        return first == std::string::npos || last == std::string::npos || last < first ? token : token.substr(first, last - first + 1);
    }

    bool belongsTogether(const Encoding& encoding, std::size_t before, std::size_t after, Grouping grouping)
    {
        if (grouping == Grouping::Pieces || valueOr(encoding.segments, before, 0) != valueOr(encoding.segments, after, 0))
            return false;
        const auto sameGroup = [&](const std::vector<int>& groups) {
            const int group = valueOr(groups, before, -1);
            return group >= 0 && group == valueOr(groups, after, -1);
        };
        // A word must not cut a character either, whatever the tokenizer calls a word.
        return sameGroup(encoding.graphemes) || (grouping == Grouping::Words && sameGroup(encoding.words));
    }

    /// Fills in where the group stands in `points` and what stood before it, from code point `reached` on.
    void placeInText(TokenGroup& group, const CodePoints& points, int reached)
    {
        // Byte-level tokens carry the space before a word in themselves; it is shown as space, not as part of the cell.
        int begin = group.begin;
        while (begin < group.end && isSpace(points.slice(begin, begin + 1)))
            ++begin;
        if (begin < group.end)
            group.begin = begin;
        group.text = points.slice(group.begin, group.end);
        for (int i = reached; i < group.begin; ++i) {
            const std::string point = points.slice(i, i + 1);
            group.spaceBefore = group.spaceBefore || isSpace(point);
            group.lineBreakBefore = group.lineBreakBefore || isLineBreak(point);
        }
    }

} // namespace

std::vector<TokenGroup> groupTokens(const Encoding& encoding, Grouping grouping)
{
    const CodePoints first(encoding.text);
    const std::string pair = encoding.pair.value_or(std::string());
    const CodePoints second(pair);
    int reached[2] = { 0, 0 };

    std::vector<TokenGroup> groups;
    for (std::size_t start = 0; start < encoding.size();) {
        TokenGroup group;
        group.first = static_cast<int>(start);
        group.special = valueOr(encoding.special, start, false);
        group.segment = valueOr(encoding.segments, start, 0);
        std::tie(group.begin, group.end) = valueOr(encoding.offsets, start, std::pair(0, 0));

        std::size_t stop = start + 1;
        while (!group.special && stop < encoding.size() && !valueOr(encoding.special, stop, false)
            && belongsTogether(encoding, stop - 1, stop, grouping)) {
            const auto [begin, end] = valueOr(encoding.offsets, stop, std::pair(0, 0));
            if (begin < end) {
                group.begin = group.begin < group.end ? std::min(group.begin, begin) : begin;
                group.end = std::max(group.end, end);
            }
            ++stop;
        }
        group.last = static_cast<int>(stop) - 1;

        const std::string token = valueOr(encoding.tokens, start, std::string());
        if (group.special) {
            group.begin = group.end = 0;
            group.text = specialName(token);
        } else {
            const bool inPair = group.segment == 1 && encoding.pair;
            int& from = reached[inPair ? 1 : 0];
            const bool atStart = from == 0;
            placeInText(group, inPair ? second : first, from);
            if (atStart)
                group.spaceBefore = group.lineBreakBefore = false;
            if (group.text.empty())
                group.text = token;
            from = std::max(from, group.end);
        }
        groups.push_back(std::move(group));
        start = stop;
    }
    return groups;
}

std::vector<double> sumOverGroups(const std::vector<TokenGroup>& groups, const std::vector<double>& scores)
{
    std::vector<double> sums;
    sums.reserve(groups.size());
    for (const TokenGroup& group : groups) {
        double sum = 0;
        for (int i = group.first; i <= group.last; ++i)
            sum += valueOr(scores, static_cast<std::size_t>(i), 0.0);
        sums.push_back(sum);
    }
    return sums;
}

} // namespace vitrine
