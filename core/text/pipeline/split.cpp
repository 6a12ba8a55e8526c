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
    // Knuth, Morris and Pratt 1977: "aaa…b" in "aaaa…" takes no longer than anything else. Where character k + 1 does
    // not fit, back[k] of the pattern's characters before it still do.
    std::vector<std::uint32_t> back(pattern.size() + 1);
    for (std::uint32_t i = 1, same = 0; i < pattern.size(); ++i) {
        while (same > 0 && pattern[i] != pattern[same])
            same = back[same];
        same += pattern[i] == pattern[same] ? 1 : 0;
        back[i + 1] = same;
    }
    return [pattern, back](std::span<const Character> piece, std::vector<SplitPart>& parts) {
        std::size_t first = 0;
        std::size_t same = 0; // characters of the pattern that end here
        for (std::size_t i = 0; i < piece.size() && !pattern.empty(); ++i) {
            const char32_t c = piece[i].codePoint;
            while (same > 0 && c != pattern[same])
                same = back[same];
            same += c == pattern[same] ? 1 : 0;
            if (same == pattern.size()) {
                append(parts, first, i + 1 - same, false);
                append(parts, i + 1 - same, i + 1, true);
                first = i + 1;
                same = 0;
            }
        }
        append(parts, first, piece.size(), false);
    };
}

void SplitPreTokenizer::cut(PreTokens& text, const StepLimits& limits) const
{
    PeriodicCheck check(limits.progress());
    std::vector<CharacterRange> pieces;
    std::vector<SplitPart> parts;
    for (const CharacterRange piece : text.pieces) {
        check();
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
