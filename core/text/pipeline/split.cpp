// SPDX-License-Identifier: GPL-3.0-or-later
// The behaviours follow the published tokenizers, where a merged match never joins a neighbouring match.
#include "core/text/pipeline/split.h"

#include "core/text/unicode/code_points.h"

#include <algorithm>

namespace vitrine {
namespace {

void append(std::vector<SplitPart>& parts, std::size_t first, std::size_t last, bool isMatch)
{
    if (first < last)
        parts.push_back({ { static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last) }, isMatch });
}

/// Joins a match to the part before it, unless that is a match too. Called forwards or backwards over the parts.
template <typename Iterator> void mergeMatches(const Iterator& begin, const Iterator& end, std::vector<SplitPart>& out)
{
    bool afterMatch = false;
    for (Iterator part = begin; part != end; ++part) {
        if (part->isMatch && !afterMatch && !out.empty()) {
            CharacterRange& range = out.back().range;
            range = { std::min(range.first, part->range.first), std::max(range.last, part->range.last) };
        } else {
            out.push_back(*part);
        }
        afterMatch = part->isMatch;
    }
}

std::vector<SplitPart> behave(const std::vector<SplitPart>& parts, SplitBehavior behavior)
{
    std::vector<SplitPart> out;
    switch (behavior) {
    case SplitBehavior::Isolated:
        return parts;
    case SplitBehavior::Removed:
        std::copy_if(
            parts.begin(), parts.end(), std::back_inserter(out), [](const SplitPart& part) { return !part.isMatch; });
        break;
    case SplitBehavior::MergedWithPrevious:
        mergeMatches(parts.begin(), parts.end(), out);
        break;
    case SplitBehavior::MergedWithNext:
        mergeMatches(parts.rbegin(), parts.rend(), out);
        std::reverse(out.begin(), out.end());
        break;
    case SplitBehavior::Contiguous:
        for (const SplitPart& part : parts) {
            if (!out.empty() && out.back().isMatch == part.isMatch)
                out.back().range.last = part.range.last;
            else
                out.push_back(part);
        }
        break;
    }
    return out;
}

} // namespace

SplitPattern matchEach(bool (*isMatch)(char32_t))
{
    return [isMatch](std::span<const Character> piece, std::vector<SplitPart>& parts) {
        std::size_t first = 0;
        for (std::size_t i = 0; i < piece.size(); ++i) {
            if (!isMatch(piece[i].codePoint))
                continue;
            append(parts, first, i, false);
            append(parts, i, i + 1, true);
            first = i + 1;
        }
        append(parts, first, piece.size(), false);
    };
}

SplitPattern matchRuns(bool (*isMatch)(char32_t))
{
    return [isMatch](std::span<const Character> piece, std::vector<SplitPart>& parts) {
        for (std::size_t first = 0; first < piece.size();) {
            const bool matches = isMatch(piece[first].codePoint);
            std::size_t last = first + 1;
            while (last < piece.size() && isMatch(piece[last].codePoint) == matches)
                ++last;
            append(parts, first, last, matches);
            first = last;
        }
    };
}

SplitPattern matchString(std::string_view text)
{
    std::vector<char32_t> pattern;
    for (std::size_t at = 0; at < text.size();)
        pattern.push_back(readUtf8(text, at));
    return [pattern](std::span<const Character> piece, std::vector<SplitPart>& parts) {
        const auto same = [](const Character& c, char32_t codePoint) { return c.codePoint == codePoint; };
        std::size_t first = 0;
        while (!pattern.empty()) {
            const auto found = std::search(
                piece.begin() + static_cast<std::ptrdiff_t>(first), piece.end(), pattern.begin(), pattern.end(), same);
            if (found == piece.end())
                break;
            const auto at = static_cast<std::size_t>(found - piece.begin());
            append(parts, first, at, false);
            append(parts, at, at + pattern.size(), true);
            first = at + pattern.size();
        }
        append(parts, first, piece.size(), false);
    };
}

void SplitPreTokenizer::apply(PreTokens& text) const
{
    std::vector<CharacterRange> pieces;
    std::vector<SplitPart> parts;
    for (const CharacterRange piece : text.pieces) {
        parts.clear();
        m_pattern(std::span(text.characters).subspan(piece.first, piece.last - piece.first), parts);
        if (m_invert) {
            for (SplitPart& part : parts)
                part.isMatch = !part.isMatch;
        }
        for (const SplitPart& part : behave(parts, m_behavior))
            pieces.push_back({ piece.first + part.range.first, piece.first + part.range.last });
    }
    text.pieces = std::move(pieces);
}

} // namespace vitrine
