// SPDX-License-Identifier: GPL-3.0-or-later
// Joins tokens into cells; everything counts code points, as the offsets do.
#include "core/text/token_groups.h"

#include <algorithm>
#include <string_view>
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

template <typename Values, typename Value> Value valueOr(const Values& values, std::size_t index, const Value& fallback)
{
    return index < values.size() ? Value(values[index]) : fallback;
}

std::string specialName(const std::string& token)
{
    const auto first = token.find_first_not_of("[<|");
    const auto last = token.find_last_not_of("]>|");
    return first == std::string::npos || last == std::string::npos || last < first
        ? token
        : token.substr(first, last - first + 1);
}

/// Vocabularies of whole words cannot write white space: these stand for it.
const std::pair<std::string_view, char> blankMarks[]
    = { { "▁", ' ' }, { "Ġ", ' ' }, { "Ċ", '\n' }, { "ĉ", '\t' }, { "č", '\r' } };

/// `token` with white space where its marks stand.
std::string withoutMarks(std::string token)
{
    for (const auto& [mark, blank] : blankMarks) {
        for (auto at = token.find(mark); at != std::string::npos; at = token.find(mark, at))
            token.replace(at, mark.size(), 1, blank);
    }
    return token;
}

bool isOnlyMarks(const std::string& token)
{
    return !token.empty() && withoutMarks(token).find_first_not_of(" \n\t\r") == std::string::npos;
}

/// The first token of the second text. Token types do not tell it for all families: RoBERTa has one for both.
std::size_t pairStart(const Encoding& encoding)
{
    std::vector<std::size_t> runs; // of tokens that are not special
    for (std::size_t i = 0; encoding.pair && i < encoding.size(); ++i) {
        if (valueOr(encoding.special, i, false))
            continue;
        if (valueOr(encoding.segments, i, 0) == 1)
            return i;
        if (i == 0 || valueOr(encoding.special, i - 1, false))
            runs.push_back(i);
    }
    if (runs.size() > 1)
        return runs[1];
    const bool firstIsEmpty = encoding.text.find_first_not_of(" \n\t\r") == std::string::npos;
    return runs.size() == 1 && firstIsEmpty ? runs[0] : encoding.size();
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

/// Groups [first, last) have parts of the same characters: says which part each is.
void nameParts(const Encoding& encoding, const CodePoints& points, std::vector<TokenGroup>::iterator first,
    std::vector<TokenGroup>::iterator last)
{
    const auto isMark = [&](const TokenGroup& group) {
        return isOnlyMarks(valueOr(encoding.tokens, static_cast<std::size_t>(group.first), std::string()))
            && group.first == group.last;
    };
    const auto marksEnd = std::find_if_not(first, last, isMark);
    for (auto group = first; group != marksEnd; ++group)
        group->text = " ";
    const auto count = last - marksEnd;
    for (auto group = marksEnd; group != last && count > 1; ++group) {
        group->text
            = points.slice(first->begin,
                  std::max_element(first, last, [](const auto& a, const auto& b) { return a.end < b.end; })->end)
            + " " + std::to_string(group - marksEnd + 1) + "/" + std::to_string(count);
    }
}

void nameSharedCharacters(
    const Encoding& encoding, const CodePoints& first, const CodePoints& second, std::vector<TokenGroup>& groups)
{
    for (auto group = groups.begin(); group != groups.end();) {
        auto next = std::next(group);
        int reached = group->end;
        while (next != groups.end() && !group->special && !next->special && next->inPair == group->inPair
            && next->begin < reached && next->begin < next->end) {
            reached = std::max(reached, next->end);
            ++next;
        }
        if (next - group > 1)
            nameParts(encoding, group->inPair ? second : first, group, next);
        group = next;
    }
}

} // namespace

std::vector<TokenGroup> groupTokens(const Encoding& encoding, Grouping grouping)
{
    const CodePoints first(encoding.text);
    const std::string pair = encoding.pair.value_or(std::string());
    const CodePoints second(pair);
    const std::size_t secondStart = pairStart(encoding);
    int reached[2] = { 0, 0 };

    std::vector<TokenGroup> groups;
    for (std::size_t start = 0; start < encoding.size();) {
        TokenGroup group;
        group.first = static_cast<int>(start);
        group.special = valueOr(encoding.special, start, false);
        group.segment = valueOr(encoding.segments, start, 0);
        group.inPair = start >= secondStart;
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
            int& from = reached[group.inPair ? 1 : 0];
            const bool atStart = from == 0;
            placeInText(group, group.inPair ? second : first, from);
            if (atStart)
                group.spaceBefore = group.lineBreakBefore = false;
            if (group.text.empty())
                group.text = withoutMarks(token);
            from = std::max(from, group.end);
        }
        groups.push_back(std::move(group));
        start = stop;
    }
    nameSharedCharacters(encoding, first, second, groups);
    return groups;
}

std::vector<std::string> tokenTexts(const Encoding& encoding)
{
    std::vector<std::string> texts;
    texts.reserve(encoding.size());
    for (TokenGroup& group : groupTokens(encoding, Grouping::Pieces))
        texts.push_back(group.special ? valueOr(encoding.tokens, texts.size(), std::string()) : std::move(group.text));
    return texts;
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
